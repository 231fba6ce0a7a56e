#!/bin/sh
# Makes the virtual environment from the lock file. Needs Python 3.11 or newer; installs the system's own packages
# (python3-venv; tesseract-ocr with French, which reads scans faster) only where it may and only when they are missing.
set -eu
venv=$1
python=${PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "Python 3.11 or newer is needed (found: $("$python" -V 2>&1))" >&2
  exit 1
fi
if [ ! -x "$venv/bin/python" ]; then
  if ! "$python" -m venv "$venv" 2>/dev/null; then
    rm -rf "$venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
      apt-get update -qq && apt-get install -y -qq --no-install-recommends python3-venv
    fi
    "$python" -m venv "$venv"
  fi
fi
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check -r requirements.lock
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps -e .
if ! command -v tesseract >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends tesseract-ocr tesseract-ocr-fra ||
    echo "Tesseract was not installed: scans will be read by RapidOCR, more slowly." >&2
fi
# The tests of the MSSanté link run a real Postfix and a real Dovecot of their own; without them, they are skipped.
if ! command -v doveadm >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "postfix postfix/main_mailer_type select No configuration" | debconf-set-selections
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postfix \
    dovecot-imapd dovecot-submissiond ||
    echo "Postfix and Dovecot were not installed: \`make test\` will skip what needs them." >&2
fi
# The evaluation of the intake draws its documents with these free fonts; those that are missing are passed over, said so.
if [ ! -d /usr/share/fonts/truetype/vollkorn ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-liberation fonts-dejavu-core \
    fonts-crosextra-carlito fonts-crosextra-caladea fonts-freefont-ttf fonts-lato fonts-open-sans \
    fonts-roboto-unhinted fonts-noto-core fonts-vollkorn fonts-go fonts-gnutypewriter fonts-dotgothic16 fonts-breip \
    fonts-ecolier-court ||
    echo "Some fonts were not installed: \`make eval\` will draw its documents with fewer." >&2
fi

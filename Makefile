# Everything a person or the CI does here. Python 3.11+, git and make are enough: the rest is installed by `setup`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# Byte code is kept whatever the environment says, apart from the sources: else each process that a test starts, and each
# worker of the tests, compiles the whole house again.
PYTEST := PYTHONDONTWRITEBYTECODE= PYTHONPYCACHEPREFIX="$(CURDIR)/$(VENV)/pycache" $(BIN)/python -m pytest

.PHONY: setup demo run test check lint types contracts conformance crash journeys fuzz bench eval models clean lock advisories sbom security

setup: $(STAMP)

$(STAMP): pyproject.toml requirements.lock tools/setup.sh
	PYTHON="$(PYTHON)" sh tools/setup.sh "$(VENV)"
	@touch $(STAMP)

## A hospital's morning, played against the local sandbox (ONCE=1: play, check, exit).
demo: setup
	$(BIN)/liane demo $(if $(ONCE),--once)

run: setup
	$(BIN)/liane serve

test: setup
	$(PYTEST) -m "not slow and not crash and not journey and not foreign" -n 2 --dist worksteal

lint: setup
	$(BIN)/ruff format --check src tests tools bench eval
	$(BIN)/ruff check src tests tools bench eval

types: setup
	$(BIN)/mypy

contracts: setup
	$(BIN)/lint-imports --no-cache

check: lint types contracts advisories test

## Known vulnerabilities of what is pinned; says « non vérifié » where the advisories cannot be reached (STRICT=1: fails; OSV=URL: asks a service of the site).
advisories: setup
	$(BIN)/python tools/audit_dependencies.py $(if $(STRICT),--strict) $(if $(OSV),--osv $(OSV))

## Software bill of materials (CycloneDX) of what is pinned, in dist/.
sbom: setup
	$(BIN)/python tools/make_sbom.py

## Attacks on the pages, the API, the links and the sign-in; hostile texts in a real browser.
security: setup
	$(PYTEST) tests/security tests/pipeline/signin tests/web/test_sign_in_door.py tests/sandbox/dmp/test_dmp_session.py
	$(PYTEST) -m journey tests/journeys/test_hostile_journeys.py

conformance: setup
	$(PYTEST) -m "conformance or foreign" tests

crash: setup
	$(PYTEST) -m crash tests/crash

journeys: setup
	$(PYTEST) -m journey tests/journeys

fuzz: setup
	$(PYTEST) tests/fuzz --hypothesis-profile=fuzz

bench: setup
	$(BIN)/python -m bench

## Read documents of our own and print what was right (FULL=1: the size of published figures).
eval: setup
	$(BIN)/python -m eval $(if $(FULL),--full)

## Train every packaged model and fit every calibration anew (ONLY=types,calibrations; CHECK=folder: compare and keep what is packaged).
models: setup
	$(BIN)/python -m tools.train_all $(if $(ONLY),--only $(ONLY)) $(if $(CHECK),--check $(CHECK))

## Freeze what is installed now as the lock file.
lock: setup
	$(BIN)/python tools/lock.py

clean:
	rm -rf $(VENV) var

"""A process that serves keeps what it loaded out of the collector's way, and still ends without a word."""

import subprocess
import sys

SETTLED = """
import gc
from liane.codecs.barcode.reader import read_symbols
from liane.codecs.barcode.symbol import modules, render_png
from liane.wiring.memory import settle_memory

settle_memory()
assert gc.get_freeze_count() > 10_000
assert read_symbols(render_png(b"essai"))[0].data == b"essai"
"""


def test_a_settled_process_ends_without_a_word() -> None:
    done = subprocess.run([sys.executable, "-c", SETTLED], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")

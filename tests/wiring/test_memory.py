"""A process that serves is light, keeps what it loaded out of the collector's way, and still ends without a word."""

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


def test_a_node_leaves_to_its_workers_what_reads_files_and_pictures() -> None:
    """They weigh more than the node: see ``liane.codecs.pdf.apart``."""
    foreign = {"cv2", "onnxruntime", "pikepdf", "pypdfium2", "zxingcpp"}
    code = f"import sys, liane.cli.main; print(*{foreign} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr

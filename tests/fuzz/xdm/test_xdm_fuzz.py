"""Any bytes give the contents of an archive or InvalidInput; nothing else."""

import contextlib
import io
import zipfile
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from liane.codecs.xdm.archive import build_xdm
from liane.codecs.xdm.reading import read_xdm
from liane.domain.errors import InvalidInput
from tests.codecs.ebxml.ebxml_samples import SUBMISSION
from tests.codecs.xdm.test_xdm_archive import NOW, SENDER


@cache
def seed() -> bytes:
    return build_xdm(SUBMISSION, {"Document01": b"<cda/>"}, sender=SENDER, at=NOW)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 30), st.binary(max_size=20)), max_size=5))
def test_a_spoiled_archive(edits: list[tuple[int, int, bytes]]) -> None:
    data = seed()
    for start, length, replacement in edits:
        begin = start % (len(data) + 1)
        data = data[:begin] + replacement + data[begin + length :]
    with contextlib.suppress(InvalidInput):
        read_xdm(data)


@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=3), st.booleans())
def test_a_byte_changed_in_the_directory(edits: list[tuple[int, int]], is_directory: bool) -> None:
    data = bytearray(seed())
    start = data.find(b"PK\x01\x02") if is_directory else 0
    for position, value in edits:
        data[start + position % (len(data) - start)] = value
    with contextlib.suppress(InvalidInput):
        read_xdm(bytes(data))


names = st.one_of(
    st.sampled_from(["IHE_XDM/SUBSET01/METADATA.XML", "METADATA.XML", "DOC00001.XML", "a/METADATA.xml"]),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20),
)


@given(st.dictionaries(names, st.binary(max_size=60), max_size=5))
def test_an_archive_of_anything(files: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    with contextlib.suppress(InvalidInput):
        read_xdm(buffer.getvalue())


@given(st.binary(max_size=200))
def test_raw_bytes(data: bytes) -> None:
    with contextlib.suppress(InvalidInput):
        read_xdm(data)

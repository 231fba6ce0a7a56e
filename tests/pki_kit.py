"""The test PKI at the price of its signatures: RSA keys are made once in a process and serve each PKI of a test.

What lives here: the keys. A test whose point is that two authorities have nothing in common calls ``make_pki`` itself.
"""

import itertools
from datetime import datetime
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from liane_sandbox.pki.certificates import KEY_SIZE_BITS
from liane_sandbox.pki.folder import PKI, make_pki


@cache
def share_key(number: int) -> RSAPrivateKey:
    """Give the key of a number, always the same in this process."""
    return rsa.generate_private_key(public_exponent=65537, key_size=KEY_SIZE_BITS)


def make_cheap_pki(folder: Path, now: datetime | None = None) -> PKI:
    """Make the test PKI in `folder`, as ``make_pki`` does; the keys are those of the one made before, in order."""
    numbers = itertools.count()
    return make_pki(folder, now, new_key=lambda: share_key(next(numbers)))

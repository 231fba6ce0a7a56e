"""The loop of the asynchronous tests of this folder."""

from tests.postgres import anyio_backend

__all__ = ["anyio_backend"]

"""The pages are tested on a real store (see tests/postgres.py)."""

from tests.postgres import anyio_backend, postgres_dsn, postgres_server, store, store_dsn

__all__ = ["anyio_backend", "postgres_dsn", "postgres_server", "store", "store_dsn"]

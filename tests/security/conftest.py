"""Attacks are tried on a real store (see tests/postgres.py), filled once and copied for each test."""

from tests.postgres import anyio_backend, postgres_dsn, postgres_server, store, store_dsn
from tests.web.conftest import filled, filled_template

__all__ = ["anyio_backend", "filled", "filled_template", "postgres_dsn", "postgres_server", "store", "store_dsn"]

"""Packaged faces and colour profile; see LICENSE-*.txt for their terms."""

"""The version of Liane, as it names itself to the DMP and to people."""

from importlib.metadata import version

VERSION = version("liane")

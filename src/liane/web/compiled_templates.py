"""Templates compiled once in a process, whatever the number of applications that render them.

What lives here: the memory of what was compiled. What must not: the environment (``templating``).
"""

from types import CodeType

from jinja2.bccache import Bucket, BytecodeCache

TEMPLATES_MAX = 2_000
"""Past this everything is compiled anew: there are a hundred, more are the sources of somebody who writes pages."""
_compiled: dict[tuple[str, str], CodeType | None] = {}


class SharedTemplates(BytecodeCache):
    """Gives back what was compiled of the same template with the same source.

    For environments with the same options: they are not part of what a template is known by.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the compiled template, if it is known."""
        bucket.code = _compiled.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        if len(_compiled) >= TEMPLATES_MAX:
            _compiled.clear()
        _compiled[bucket.key, bucket.checksum] = bucket.code

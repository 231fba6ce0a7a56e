"""The XML Schema of CDA, as the kit carries it: built with no other file than the kit's own.

libxml2 reads the schema and validates; every file that a schema asks for is given from memory, and nothing else is ever
opened.
"""

from collections.abc import Mapping

from lxml import etree

from liane.codecs.schematron.refusal import UnsupportedRule
from liane.codecs.schematron.sources import RuleSources

MAIN_SCHEMA = "infrastructure/cda/CDA_extended.xsd"
ERRORS_MAX = 200
_SCHEME = "kit:///"


class _KitResolver(etree.Resolver):
    """Give the files of the kit by name, and refuse any other."""

    def __init__(self, sources: RuleSources) -> None:
        self._sources = sources

    def resolve(self, system_url: str, public_id: str, context: object) -> object:  # type: ignore[override]
        """Answer libxml2 with bytes of the kit, or with nothing at all."""
        path = self._sources.find(self._sources.resolve("", (system_url or "").removeprefix(_SCHEME)))
        data = self._sources.read(path) if path is not None else b""
        return self.resolve_string(data, context, base_url=system_url)


class DocumentSchema:
    """The schema, ready to validate; one per process."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Build the schema from the files of `infrastructure/`.

        Raises UnsupportedRule when the main schema is absent or does not compile.
        """
        sources = RuleSources(files)
        main = sources.find(MAIN_SCHEMA)
        if main is None:
            raise UnsupportedRule("schéma XML absent", text=MAIN_SCHEMA, file=MAIN_SCHEMA)
        parser = etree.XMLParser(no_network=True, load_dtd=False, resolve_entities=False)
        parser.resolvers.add(_KitResolver(sources))
        try:
            root = etree.fromstring(sources.read(main), parser, base_url=_SCHEME + main)
            self._schema = etree.XMLSchema(root)
        except (etree.XMLSyntaxError, etree.XMLSchemaParseError) as error:
            raise UnsupportedRule("schéma XML illisible", text=str(error), file=main) from None

    def errors(self, root: etree._Element) -> list[tuple[int, str, str]]:
        """Validate a document; give type, path (XPath of libxml2) and message of each error.

        Rule: CDA R2 schema extended by the CI-SIS; cda.md §1.1.
        """
        if self._schema.validate(root):
            return []
        entries = list(self._schema.error_log)[:ERRORS_MAX]  # type: ignore[call-overload]
        return [(entry.type, entry.path or "", entry.message) for entry in entries]

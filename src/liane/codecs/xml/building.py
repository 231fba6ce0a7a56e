"""Elements written as calls: ``E.title("Compte rendu")``; values are escaped by lxml, never pasted into markup."""

from collections.abc import Callable

from lxml import etree

Part = etree._Element | str | dict[str, str]


class ElementBuilder:
    """Makes elements of one namespace. ``builder.name(*parts, **attributes)`` or ``builder("name", …)``.

    parts: child elements, text, or a dict of attributes whose names carry a namespace.
    """

    def __init__(self, namespace: str, prefixes: dict[str | None, str] | None = None) -> None:
        self._namespace = namespace
        self._prefixes = prefixes

    def __call__(self, name: str, *parts: Part, **attributes: str) -> etree._Element:
        """Make one element."""
        element = etree.Element(f"{{{self._namespace}}}{name}", nsmap=self._prefixes)  # type: ignore[arg-type]
        for part in parts:
            if isinstance(part, str):
                _append_text(element, part)
            elif isinstance(part, dict):
                for attribute, value in part.items():
                    element.set(attribute, value)
            else:
                element.append(part)
        for attribute, value in attributes.items():
            element.set(attribute, value)
        return element

    def __getattr__(self, name: str) -> Callable[..., etree._Element]:
        """Give the maker of elements of that name."""

        def make(*parts: Part, **attributes: str) -> etree._Element:
            return self(name, *parts, **attributes)

        return make


def _append_text(element: etree._Element, text: str) -> None:
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text

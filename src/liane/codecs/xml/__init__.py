"""Safe XML for every other codec: the only place where outside bytes become a tree."""

from liane.codecs.xml.parsing import parse_xml
from liane.codecs.xml.rendering import render_xml

__all__ = ["parse_xml", "render_xml"]

"""An HTML page as its tests read it: a strict little tree over the standard library's parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import pairwise

_VOID = {"meta", "link", "img", "input", "br", "hr"}


@dataclass
class Element:
    """An element with its attributes, and its children in order."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, with single spaces."""
        parts = (c if isinstance(c, str) else c.text for c in self.children)
        return " ".join("".join(parts).split())

    def walk(self) -> Iterator[Element]:
        """This element and all inside it."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Elements of a tag that have these attributes."""
        return [
            element
            for element in self.walk()
            if element.tag == tag
            and all(element.attributes.get(name) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        """The only such element."""
        found = self.all(tag, **attributes)
        assert len(found) == 1, (tag, attributes, len(found))
        return found[0]

    def section(self, heading_id: str) -> Element:
        """The section that the heading with this id names."""
        return next(
            element
            for element in self.all("section")
            if element.attributes.get("aria-labelledby") == heading_id
        )


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("#document", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> has an attribute twice: {names}"
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def parse(html: str) -> Element:
    """The document; an element that is not closed, or closed in the wrong order, fails."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    assert [element.tag for element in parser._open] == ["#document"]
    return parser.root


def assert_sound(document: Element) -> None:
    """What every page must have: one heading, unique ids, landmarks, labels, no dead reference."""
    elements = list(document.walk())
    ids = [element.attributes["id"] for element in elements if "id" in element.attributes]
    assert len(ids) == len(set(ids)), sorted(ids)
    assert document.one("html").attributes["lang"]
    assert document.one("title").text
    assert document.one("h1").text
    for landmark in ("header", "main", "footer"):
        document.one(landmark)
    for element in elements:
        for name in ("for", "aria-labelledby", "aria-describedby"):
            for reference in element.attributes.get(name, "").split():
                assert reference in ids, f"{name}={reference} points nowhere"
        if element.tag == "a" and element.attributes["href"].startswith("#"):
            assert element.attributes["href"][1:] in ids
        if element.tag in ("input", "select") and element.attributes.get("type") != "hidden":
            document.one("label", **{"for": element.attributes["id"]})
        assert not [name for name in element.attributes if name.startswith("on")]
        assert "style" not in element.attributes
    levels = [int(e.tag[1]) for e in elements if e.tag in ("h1", "h2", "h3", "h4")]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels)), levels

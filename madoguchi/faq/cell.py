"""One cell of a FAQ file made plain text: no markup, no formulas, no invisible characters.

HTML is parsed and cleaned by ``nh3`` (Ammonia); what remains becomes text with line breaks, and an
address stands behind the words that it was linked to.
"""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

import nh3


class CellError(ValueError):
    """A cell that cannot be taken: what is wrong, and what is accepted instead."""

    def __init__(self, wrong: str, accepted: str) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.accepted = accepted


_BREAKING = frozenset(
    {"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
     "dt", "dd", "dl", "blockquote", "pre", "hr"}
)  # fmt: skip
_KNOWN = frozenset(nh3.ALLOWED_TAGS) | {
    "html", "head", "body", "title", "meta", "link", "base", "script", "style", "noscript",
    "template", "iframe", "frame", "frameset", "object", "embed", "applet", "img", "svg", "math",
    "video", "audio", "source", "canvas", "form", "input", "button", "select", "option", "textarea",
    "label", "font", "section", "main", "marquee", "u", "big", "dl",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])[^<>]*>|<!--")
_ENTITY = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});")
_OPENING = re.compile(r"<(?=/?([a-zA-Z][^\s/>]*)|)")
_SCHEMES = {"http", "https", "mailto", "tel"}
_LINES = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_FUNCTION = re.compile(r"^[=+\-@]+\s*[A-Za-z][A-Za-z0-9.]*\s*\(")
_NUMBER = re.compile(r"^[+\-]?[\d\s().,\-]*$")
_KEPT_FORMATS = "\u200c\u200d"  # joiners that emoji and Nepali are written with


def plain_text(raw: str) -> str:
    """The cell's text, trimmed; empty for a cell without any.

    Raises:
        CellError: for a formula, or for what is no Unicode text.

    """
    text = _visible(raw)
    _refuse_formula(text)
    if _is_html(text):
        text = _visible(_from_html(text))
        _refuse_formula(text)
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def _visible(raw: str) -> str:
    """Without control characters, marks of direction and zero-width signs; lines end in LF."""
    text = _LINES.sub("\n", raw).replace("\t", " ")
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise CellError("half of a character (a lone surrogate)", "text in Unicode")
    return "".join(
        character
        for character in text
        if character == "\n"
        or character in _KEPT_FORMATS
        or unicodedata.category(character) not in ("Cc", "Cf")
    )


def _refuse_formula(text: str) -> None:
    """Refuse what a spreadsheet would run; 「- 本人確認書類」 is a list and +81 3 a number."""
    shown = text.strip()
    plain = unicodedata.normalize("NFKC", shown[:200])
    if not plain or plain[0] not in "=+-@":
        return
    if (
        plain[0] == "="
        or _FUNCTION.match(plain)
        or ("|" in plain and "!" in plain)
        or not (_JAPANESE.search(shown) or _NUMBER.match(plain) or plain.startswith(("- ", "+ ")))
    ):
        raise CellError(
            f"begins with {shown[0]!r} like a spreadsheet's formula",
            "plain text: put in the value instead of the formula",
        )


def _is_html(text: str) -> bool:
    tags = (match[2] for match in _TAG.finditer(text))
    return any(tag is None or tag.lower() in _KNOWN for tag in tags) or bool(_ENTITY.search(text))


def _from_html(text: str) -> str:
    # 「<AED>の場所」 is no markup: only the elements that HTML knows are.
    known = _OPENING.sub(
        lambda match: match[0] if (match[1] or "").lower() in _KNOWN else "&lt;",
        re.sub(r"<!--.*?(?:-->|$)", "", text, flags=re.DOTALL),
    )
    cleaned = nh3.clean(
        known, tags={*_BREAKING, "a"}, attributes={"a": {"href"}}, url_schemes=_SCHEMES,
        link_rel=None,
    )  # fmt: skip
    parser = _Text(keeps_lines=not any(f"<{tag}" in cleaned for tag in _BREAKING))
    parser.feed(cleaned)
    parser.close()
    return parser.text


class _Text(HTMLParser):
    """Turns clean HTML into text."""

    def __init__(self, *, keeps_lines: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._keeps_lines = keeps_lines
        self._parts: list[str] = []
        self._links: list[tuple[str, int]] = []

    @property
    def text(self) -> str:
        return re.sub(r" *\n *", "\n", "".join(self._parts))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._links.append((dict(attrs).get("href") or "", len(self._parts)))
        elif tag == "br":
            self._parts.append("\n")
        elif tag in _BREAKING:
            self._begin_line()
            if tag == "li":
                self._parts.append("・")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self._links:
            address, start = self._links.pop()
            words = "".join(self._parts[start:])
            address = address.removeprefix("mailto:").removeprefix("tel:")
            if address and address not in words:
                self._parts.append(f"（{address}）")
        elif tag in _BREAKING and tag != "br":
            self._begin_line()

    def handle_data(self, data: str) -> None:
        if not self._keeps_lines:
            # A line break of the source means nothing in HTML, and Japanese has no spaces.
            data = re.sub(r"(?<=[^\x00-\x7f])\s*\n\s*|\s*\n\s*(?=[^\x00-\x7f])", "", data)
            data = re.sub(r"\s*\n\s*", " ", data)
        self._parts.append(data)

    def _begin_line(self) -> None:
        if self._parts and not self._parts[-1].endswith("\n"):
            self._parts.append("\n")

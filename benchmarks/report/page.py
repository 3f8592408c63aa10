"""A page of figures, tables and pictures, built as a tree, so that no text can become markup."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from xml.etree import ElementTree

from madoguchi.errors import MadoguchiError

Element = ElementTree.Element
Content = str | Element

_STYLE = """
:root { color-scheme: light; --ours: #1f5fa8; --theirs: #b9c2cc; --bad: #b3261e; --line: #dfe3e8; }
* { box-sizing: border-box; }
body { font: 15px/1.55 "Noto Sans CJK JP", "Noto Sans JP", "Hiragino Sans", sans-serif;
  color: #1d2329; margin: 0 auto; padding: 1.5rem; max-width: 75rem; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
p { margin: .2rem 0 .7rem; color: #55606b; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(10.5rem, 1fr)); gap: .7rem;
  margin: 1rem 0; }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
.tile b { display: block; font-size: 1.55rem; line-height: 1.3;
  font-variant-numeric: tabular-nums; }
.tile span { display: block; color: #55606b; font-size: .85rem; line-height: 1.35; }
.tile .label { color: inherit; }
.tile .bad { color: var(--bad); }
.pair { display: flex; flex-wrap: wrap; gap: 2rem; align-items: flex-start; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: 50%; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .35rem .6rem; border-bottom: 1px solid
  var(--line); }
th { color: #55606b; font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
td.code { font: .82rem/1.6 "DejaVu Sans Mono", ui-monospace, monospace; white-space: nowrap; }
td.text { min-width: 16rem; }
.pair > .scroll { flex: 1 1 24rem; }
.key { display: inline-block; width: .8rem; height: .8rem; border-radius: .15rem; margin: 0 .35rem 0
  .9rem; vertical-align: -.08rem; }
.key.line { width: 2px; background: #000; }
svg text { font: 12px "Noto Sans CJK JP", "Noto Sans JP", sans-serif; fill: #1d2329; }
svg .quiet { fill: #55606b; }
details > summary { cursor: pointer; color: #55606b; margin: .4rem 0; }
"""


def element(tag: str, *content: Content, **attributes: str | float) -> Element:
    """An element; ``class_`` is its class. Text becomes text, whatever it holds."""
    named = {name.rstrip("_").replace("_", "-"): str(value) for name, value in attributes.items()}
    made = Element(tag, named)
    for part in content:
        if isinstance(part, str):
            if len(made):
                made[-1].tail = (made[-1].tail or "") + _printable(part)
            else:
                made.text = (made.text or "") + _printable(part)
        else:
            made.append(part)
    return made


def tile(label: str, value: str, *notes: str, bad: bool = False) -> Element:
    """One figure in large type, with what it is compared with below; ``bad`` shows it in red."""
    return element(
        "div",
        element("b", value, class_="bad" if bad else "good"),
        element("span", label, class_="label"),
        *(element("span", note) for note in notes),
        class_="tile",
    )


def tiles(*parts: Element) -> Element:
    """Figures side by side."""
    return element("div", *parts, class_="tiles")


def table(
    headings: Sequence[str],
    rows: Sequence[Sequence[Content]],
    kinds: Mapping[str, str] | None = None,
) -> Element:
    """A table; ``kinds`` are the classes of columns by heading: number, code, text."""
    classes = [(kinds or {}).get(heading, "plain") for heading in headings]
    head = element(
        "tr", *(element("th", h, class_=c) for h, c in zip(headings, classes, strict=True))
    )
    body = [
        element("tr", *(element("td", v, class_=c) for v, c in zip(row, classes, strict=True)))
        for row in rows
    ]
    whole = element("table", element("thead", head), element("tbody", *body))
    return element("div", whole, class_="scroll")


def folded(summary: str, *content: Content) -> Element:
    """Something long that is shown on demand."""
    return element("details", element("summary", summary), *content)


class ReportError(MadoguchiError):
    """The page cannot be written where it should be; the message says why."""


def make_room(path: Path) -> None:
    """Make the folder of a page, before a long run that would be lost without it.

    Raises:
        ReportError: where nothing can be written.

    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ReportError("unwritable", f"{path.parent} cannot be made: {reason}.") from None
    if path.is_dir() or not os.access(path.parent, os.W_OK):
        raise ReportError("unwritable", f"{path} cannot be written. Choose another --report.")


def write(path: Path, title: str, content: Sequence[Content]) -> None:
    """Write the page (see ``make_room``). It asks for nothing from anywhere."""
    policy = element(
        "meta",
        http_equiv="Content-Security-Policy",
        content="default-src 'none'; style-src 'unsafe-inline'",
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        policy,
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        element("style", _STYLE),
    )
    page = element("html", head, element("body", element("h1", title), *content), lang="en")
    text = ElementTree.tostring(page, encoding="unicode", method="html")
    path.write_text(f"<!doctype html>\n{text}\n", encoding="utf-8")


def _printable(text: str) -> str:
    """The text without control characters, which no page may hold."""
    return "".join(c if c >= " " or c in "\n\t" else "\N{REPLACEMENT CHARACTER}" for c in text)

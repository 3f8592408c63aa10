"""Templates to pages: Jinja2 with every value escaped, and the words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from channels.pages.reader import Reader
from madoguchi.languages import ruby, strings

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Said:
    """A text of the catalogue, and the HTML tag of the language in which it is."""

    text: str
    lang: str


def page(
    template: str,
    reader: Reader,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **context: Any,
) -> HTMLResponse:
    """The template as a page for this reader. In it ``t("section.key", name=...)`` says a text.

    ``plain("section.key")`` is the same without furigana, for attributes and the title.
    ``ja(text)`` and ``said(Said)`` mark a text that is in another language than the page.
    """
    html = _environment.get_template(template).render(
        reader=reader,
        languages=strings.LANGUAGES,
        t=partial(_drawn, reader.language),
        plain=partial(_plain, reader.language),
        with_ruby=with_ruby,
        ja=partial(_said, reader, "ja"),
        said=lambda text: _said(reader, text.lang, text.text),
        **context,
    )
    return HTMLResponse(html, status_code=status, headers=dict(headers or {}))


def with_ruby(text: str) -> Markup:
    """Text with its readings drawn above it, and in brackets where nothing is drawn above."""
    return Markup("").join(
        escape(segment.text)
        if segment.reading is None
        else Markup("<ruby>{}<rp>（</rp><rt>{}</rt><rp>）</rp></ruby>").format(*segment)
        for segment in ruby.segments(text)
    )


def _drawn(language: str, key: str, **values: object) -> Markup:
    return with_ruby(strings.text(language, key, **values))


def _plain(language: str, key: str, **values: object) -> str:
    return ruby.plain(strings.text(language, key, **values))


def _said(reader: Reader, lang: str, text: str) -> Markup:
    if lang == reader.html_lang:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(lang, text)

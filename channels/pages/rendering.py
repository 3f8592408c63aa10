"""Templates to pages: Jinja2 with every value escaped, and the words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from sqlalchemy.exc import SQLAlchemyError

from channels.pages.reader import Reader
from madoguchi.languages import ruby, strings
from madoguchi.languages.translations import translations
from madoguchi.notices import banner
from madoguchi.notices.banner import Banner
from madoguchi.storage.database import transaction

log = structlog.get_logger()

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

    ``plain("section.key")`` is the same without furigana, for attributes and the title, and
    ``bare(text)`` is a text of the catalogue so.
    ``ja(text)`` says a Japanese text of the catalogue in the reader's language where that is
    curated; it and ``said(Said)`` mark a text that is in another language than the page, and
    ``in_words(text)`` gives it with its language, without markup.
    """
    html = _environment.get_template(template).render(
        reader=reader,
        languages=strings.LANGUAGES,
        t=partial(_drawn, reader.language),
        plain=partial(_plain, reader.language),
        with_ruby=with_ruby,
        bare=ruby.plain,
        ja=partial(_said, reader, "ja"),
        in_words=partial(_in_words, reader),
        banner=_banner(reader),
        is_translated=bool(translations(reader.language)),
        said=lambda text: _said(reader, text.lang, text.text),
        **context,
    )
    return HTMLResponse(html, status_code=status, headers=dict(headers or {}))


def _banner(reader: Reader) -> Banner | None:
    """What is to be read before everything else; a page that says that all fails has none."""
    try:
        with transaction() as session:
            return banner.current(session, reader.ward.id if reader.ward else None)
    except SQLAlchemyError as error:
        log.warning("banner_not_read", error=type(error).__name__)
        return None


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
    if lang == "ja":
        return _translated(reader, text)
    return escape(text) if lang == reader.html_lang else _marked(lang, text)


def _translated(reader: Reader, text: str) -> Markup:
    """A Japanese text in the reader's language where it is curated; else marked as Japanese."""
    curated = translations(reader.language)
    inner = text.removeprefix("（").removesuffix("）")
    if text in curated:
        return with_ruby(curated[text].text)
    if text == f"（{inner}）" and inner in curated:
        begin, end = ("（", "）") if reader.has_wide_brackets else ("(", ")")
        return with_ruby(f"{begin}{curated[inner].text}{end}")
    return with_ruby(text) if reader.html_lang == "ja" else _marked("ja", text)


def _in_words(reader: Reader, text: str) -> Said:
    """The same for where nothing can be marked inside, such as an option: without furigana."""
    curated = translations(reader.language).get(text)
    return Said(text, "ja") if curated is None else Said(ruby.plain(curated.text), reader.html_lang)


def _marked(lang: str, text: str) -> Markup:
    return Markup('<span lang="{}">{}</span>').format(lang, text)

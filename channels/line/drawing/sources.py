"""The small print of a message: the Japanese behind a machine's translation, and the source."""

from __future__ import annotations

from urllib.parse import urlsplit

from linebot.v3 import messaging as line

from channels.line.drawing import actions
from channels.line.drawing.components import link, note
from channels.line.drawing.wording import words, written
from madoguchi.forms.values.dates import format_date
from madoguchi.messages import BaseMessage, MessageSource


def footer_text(message: BaseMessage) -> list[str]:
    """The small print as paragraphs of plain text."""
    paragraphs = [_original(message)]
    if message.source is not None:
        lines = (_source(message.source), message.source.url)
        paragraphs.append("\n".join(one for one in lines if one))
    return [paragraph for paragraph in paragraphs if paragraph]


def footer(message: BaseMessage) -> list[line.FlexComponent]:
    """The small print of a bubble."""
    drawn: list[line.FlexComponent] = note(_original(message))
    if message.source is not None:
        drawn += note(_source(message.source))
        label = words("line.open_source")
        action = actions.open_page(label, message.source.url)
        if action is None:
            drawn += note(message.source.url)
        else:
            drawn.append(link(label, action, "sm"))
    return drawn


def _original(message: BaseMessage) -> str:
    if message.translated_by != "machine":
        return ""
    return f"機械翻訳 / Machine translation\n{message.original or ''}".strip()


def _source(source: MessageSource) -> str:
    """「出典: 住民票の写し（2026年11月1日 確認）」, as far as it is known."""
    title = source.title or urlsplit(actions.web_address(source.url) or "").hostname
    said = "" if title is None else words("line.source", title=title)
    day = source.verified_on or source.updated_on
    if day is not None:
        done = "line.updated" if source.verified_on is None else "line.checked"
        checked = words(done, date=written(format_date(day)))
        said = words("line.source_checked", source=said, checked=checked) if said else checked
    if source.origin == "common":
        common = words("widget.all_wards")
        said = f"{said}　{common}" if said else common
    return said

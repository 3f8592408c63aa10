"""What is said to the ward's people when a caller is connected to them.

Japanese, whatever the caller speaks. It names the matter and never a value that the caller gave:
the caller has agreed to be connected and to nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from madoguchi.catalogue.catalogue import catalogue
from madoguchi.languages.strings import LANGUAGES
from madoguchi.messages import Message, QuestionMessage, SummaryMessage
from madoguchi.voice.manners.readback import is_japanese

_LANGUAGE_NAMES = {
    "en": "英語", "zh-Hans": "中国語", "zh-Hant": "中国語", "ko": "韓国語", "vi": "ベトナム語",
    "ne": "ネパール語", "tl": "タガログ語",
}  # fmt: skip


def summary(procedure: str | None, asked: Message | None, language: str) -> str:
    """The matter, how far an application has come, and the caller's language."""
    known = catalogue().procedures.get(procedure or "")
    parts = ["音声案内からのおつなぎです。"]
    if known is not None:
        parts.append(f"「{known.names.official}」についてのお問い合わせです。")
    if isinstance(asked, QuestionMessage):
        parts.append(_progress(asked, known is not None, procedure))
    elif isinstance(asked, SummaryMessage):
        parts.append("申請の内容を確認しているところで、まだ申請していません。")
    if not is_japanese(language) and language in LANGUAGES:
        parts.append(f"お話しになる言葉は、{_LANGUAGE_NAMES[language]}です。")
    return "".join(parts)


def procedure_of(messages: Sequence[Message]) -> str | None:
    """The procedure that an answer is about, or None."""
    named = (one.source.procedure for one in messages if one.source is not None)
    return next((name for name in named if name is not None), None)


def _progress(asked: QuestionMessage, is_known: bool, procedure: str | None) -> str:
    form = catalogue().procedures[procedure].form if is_known and procedure else None
    labels = {field.id: field.label for field in form.fields} if form else {}
    label = labels.get(asked.field)
    return f"申請の途中で、「{label}」をお聞きしています。" if label else "申請の途中です。"

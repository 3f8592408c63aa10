"""What a resident did in one turn of an application, and the commands that are no answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from madoguchi.forms.draft import Value
from madoguchi.forms.values.text import normalise


@dataclass(frozen=True)
class Turn:
    """One turn: the words, what Rasa made of them, and the entities of a pressed button.

    ``is_heard``: a machine wrote the words down from a voice, so they consent to nothing.
    """

    text: str
    intent: str | None = None
    confidence: float = 0.0
    pressed: dict[str, str] | None = field(default=None)
    """Entities of the button (empty for one without arguments); None when the text was typed."""
    files: Mapping[str, Value] = field(default_factory=dict)
    """The values of the files that were given for the field of ``pressed``, by id."""
    is_heard: bool = False


class Command(Enum):
    """What a resident may want instead of answering."""

    CANCEL = auto()
    BACK = auto()
    CORRECT = auto()
    SKIP = auto()
    REPEAT = auto()
    AFFIRM = auto()
    DENY = auto()


_END = r"(?:です|ます|ください|下さい|お願いします|ね|よ|か)?[。.!！?？]*$"
_PHRASES = {
    Command.CANCEL: (
        r"^(?:キャンセル|中止|やめ(?:る|ます|たい|て)|申請を?(?:やめ|取り?消)|取り?やめ)"
        r".{0,8}$"
    ),
    Command.BACK: (
        r"^(?:一つ|ひとつ|1つ|いっこ)?(?:前に?|まえに?)?(?:の質問に?)?"
        r"(?:戻|もど)(?:る|って|りたい|して).{0,6}$"
    ),
    Command.CORRECT: r"(?:訂正|修正|直し(?:たい|て)|なおしたい|間違え|まちがえ|(?:を|に)変更)",
    Command.SKIP: (
        r"^(?:スキップ|飛ばし(?:て|たい)|とばして|特に?(?:なし|ない|ありません)|なし|無し|ない|"
        r"ありません|わからない|分からない|わかりません|分かりません|不明|あとで|後で)" + _END
    ),
    Command.REPEAT: r"^(?:もう一度|もういちど|もう一回|もう1回|もう1度|何て|なんて|え)" + _END,
    Command.AFFIRM: (
        r"^(?:(?:はい|ええ|うん|そうです|そう|お願いします|おねがいします|ok|yes|いいです|よいです|"
        r"それで|この内容で|大丈夫です?|合って(?:い)?ます|間違い(?:は)?(?:ないです|ありません)|"
        r"送信(?:する|します|して)?|申請(?:する|します|して)?)[、,。!！ ]*)+" + _END
    ),
    Command.DENY: (
        r"^(?:(?:いいえ|いや|いえ|ちがう|違う|違います|ちがいます|no|まだ|だめ|ううん)[、,。 ]*)+"
        + _END
    ),
}
_COMPILED = {command: re.compile(phrase, re.IGNORECASE) for command, phrase in _PHRASES.items()}
_INTENTS = {
    "cancel": Command.CANCEL,
    "go_back": Command.BACK,
    "correct_answer": Command.CORRECT,
    "skip": Command.SKIP,
    "repeat": Command.REPEAT,
    "affirm": Command.AFFIRM,
    "deny": Command.DENY,
}
_SURE = 0.85
_BEYOND_DOUBT = 1.0  # what the gateway has recognised by its very words
_LONGEST_COMMAND = 25
_RECOGNISED = frozenset(["settings", "set_language"])

SIDE_INTENTS = frozenset(
    [
        "ask_overview",
        "ask_documents",
        "ask_deadline",
        "ask_fee",
        "ask_where",
        "ask_hours",
        "ask_online",
        "ask_who",
        "ask_how",
        "ask_contact",
        "ask_checklist",
        "ask_nearest_shelter",
        "ask_status",
        "handover",
        "help",
        "set_language",
        "complaint",
        "bot_challenge",
        "delete_data",
        "settings",
        "emergency",
    ]
)
"""Intents that are answered by the ordinary rules, after which the form asks again."""

_QUESTION = re.compile(
    r"[?？]\s*$|(?:です|ます|でしょう|ません)か[。\s]*$|(?:かな|かしら|だっけ|って何|とは)[。\s]*$|"
    r"いくら|どこ(?:で|に|へ|です)|いつまで|何時|なぜ|どうして|どうやって|教えて|必要(?:な|です)|"
    r"人と話|オペレーター|担当者|職員"
)


def command(turn: Turn) -> Command | None:
    """The command in the turn, or None when it reads as an answer or a question.

    A short exact phrase decides by itself; otherwise Rasa must be sure, and the text short, since a
    name or an address may look like anything.
    """
    if turn.pressed is not None:
        return _INTENTS.get(turn.intent or "")
    text = normalise(turn.text)
    for candidate, phrase in _COMPILED.items():
        if len(text) <= _LONGEST_COMMAND and phrase.search(text):
            return candidate
    found = _INTENTS.get(turn.intent or "")
    if found in (Command.CANCEL, Command.BACK, Command.CORRECT) and (
        turn.confidence >= _SURE and len(text) <= _LONGEST_COMMAND
    ):
        return found
    return None


_COURTESIES = frozenset(["thanks", "greet", "goodbye"])
_COURTESY = re.compile(
    r"^(?:どうも|ありがと|有難う|サンキュー|こんにち|こんばん|おはよう|はじめまして|よろしく|"
    r"助かり|さようなら|失礼します)"
)


def is_side_question(turn: Turn) -> bool:
    """Whether the turn is something else than an answer: a question, a wish, a courtesy."""
    if turn.intent in _COURTESIES and turn.confidence >= _SURE:
        return _COURTESY.search(normalise(turn.text)) is not None
    if turn.intent not in SIDE_INTENTS:
        return False
    if turn.pressed is not None or turn.intent == "emergency":
        return turn.pressed is not None or turn.confidence >= _SURE
    if turn.intent in _RECOGNISED and turn.confidence >= _BEYOND_DOUBT:
        return True
    if turn.intent == "settings":
        return False
    return turn.confidence >= 0.5 and reads_as_question(turn.text)


def reads_as_question(text: str) -> bool:
    """Whether the words alone look like a question or a wish for a person."""
    return _QUESTION.search(normalise(text)) is not None

"""The intent of a message of several sentences: the one that wants something decides.

「11月10日に引っ越しました。転入届の期限はいつですか」 tells first and asks then. Read as a whole it
is neither; sentence by sentence the question is plain.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Text

JOINT = re.compile(
    r"(?:[、,]\s*|(?<=[一-龠々ァ-ヶー])(?:と|や|および|及び|ならびに)(?=[一-龠々ァ-ヶA-Za-z])|"
    r"(?:それから|それと|あとは?|ついでに|ほかに))"
)
KANA = re.compile(r"[ぁ-ヺ]")
SENTENCE_END = re.compile(r"(?<=[。！？!?])|\n")
MAX_PARTS = 6
SURE = 0.6
# These say less than any wish: they decide only where nothing else is said.
WEAK_INTENTS = frozenset(["inform", "greet", "thanks", "goodbye", "affirm", "deny", "nlu_fallback"])


def sentences(text: Text) -> List[Text]:
    """The sentences of a text, without empty ones."""
    return [part.strip() for part in SENTENCE_END.split(text) if part and part.strip()]


def clauses(text: Text) -> List[Text]:
    """The parts of a text between commas and sentence ends."""
    return [part.strip() for part in re.split(r"[、,]", text) if part.strip()]


def requests(text: Text) -> List[Text]:
    """The parts of a text that may ask for something each: its clauses and what と and あと join.

    Its sentences where there would be more than ``MAX_PARTS`` parts, or where it is not Japanese: a
    comma says less elsewhere. None where there is only one.
    """
    joint = JOINT if KANA.search(text) else SENTENCE_END
    finest = [part.strip() for each in sentences(text) for part in joint.split(each) if part.strip()]
    for parts in (finest, sentences(text)):
        if 1 < len(parts) <= MAX_PARTS:
            return parts
    return []


def decisive(whole: Dict[Text, Any], parts: List[Dict[Text, Any]]) -> Dict[Text, Any]:
    """The parse of the whole text, with the intent of the sentence that decides.

    Each parse is Rasa's parse data; ``wish`` of the result is the deciding sentence. The last of
    several wishes decides: what comes before it is mostly told as its reason. Where no sentence is
    a sure wish, the whole keeps its own intent.
    """
    wishes = [
        part
        for part in parts
        if part["intent"]["name"] not in WEAK_INTENTS and part["intent"]["confidence"] >= SURE
    ]
    if not wishes:
        return whole
    chosen = wishes[-1]
    intent = chosen["intent"]
    ranking = [intent, *(other for other in whole["intent_ranking"] if other["name"] != intent["name"])]
    return {**whole, "intent": intent, "intent_ranking": ranking, "wish": chosen["text"]}

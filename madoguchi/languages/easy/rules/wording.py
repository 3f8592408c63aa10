"""Which words are chosen: hard ones, honorifics, vague ones."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from madoguchi.languages.easy.easy_words import easy_words
from madoguchi.languages.easy.finding import GUIDELINE, Explained, Match, Rule
from madoguchi.languages.easy.sentence import Sentence, Word
from madoguchi.languages.easy.vocabulary import is_hard

_HONORIFIC_VERBS = {
    "いただく": "もらう", "頂く": "もらう", "いただける": "もらえる",
    "頂ける": "もらえる", "おる": "いる", "いたす": "する", "致す": "する",
    "ござる": "ある", "いらっしゃる": "いる・行く・来る", "おっしゃる": "言う",
    "申し上げる": "言う",
    "伺う": "聞く・行く", "うかがう": "聞く・行く", "参る": "行く・来る", "まいる": "行く・来る",
    "なさる": "する", "召し上がる": "食べる", "拝見": "見る", "差し上げる": "あげる",
    "承る": "聞く", "存じる": "思う・知っている", "お越し": "来る", "賜る": "もらう",
}  # fmt: skip
GREETING = re.compile(r"(?:ありがとう|おはよう)\s*ござい|ごめん\s*なさい")
_POLITE_NOUN = re.compile(r"ご([一-鿿々]{2,})")
_VAGUE = {
    "おおむね": "だいたい", "若干": "少し", "適宜": "必要なとき", "追って": "いつか",
    "おって": "いつか", "しかるべき": "正しい", "然るべき": "正しい", "原則": "いつも",
    "原則として": "いつも", "概ね": "だいたい", "可及的": "できるだけ", "なるべく": "できるだけ",
    "できる限り": "できるだけ", "可能な限り": "できるだけ", "お早めに": "何日までに",
    "早急に": "今日中に", "なんらか": "どれか", "何らか": "どれか", "相当": "どのくらい",
}  # fmt: skip
_JOINED_IN_NAMES = frozenset({"の", "・", "及び", "又は", "または"})
_VAGUE_WORDS = re.compile("|".join(map(re.escape, sorted(_VAGUE, key=len, reverse=True))))


def hard_word(sentence: Sentence, explained: Explained) -> Iterator[Match]:
    """Hard words that the text does not explain in brackets; what is quoted stands as on paper."""
    for run in nouns_together(sentence):
        if sentence.quoted[run[0].start] or "".join(word.surface for word in run) in explained:
            continue
        for word in run:
            if word.surface not in explained and is_hard(word):
                yield Match(word.start, word.end, _easier(word))


def explained_words(sentence: Sentence) -> Iterator[str]:
    """What brackets follow: 世帯主 of 「世帯主（…）」, and all words of a name that の or ・ joins.

    A verb is explained with its noun: 申告 of 「申告する（…）」.
    """
    runs = list(nouns_together(sentence))
    for at, run in enumerate(runs):
        if sentence.text[run[-1].end : run[-1].end + 1] != "（":
            continue
        first = at
        while first > 0 and runs[first][0].kind in ("動詞", "助動詞"):
            first -= 1
        while first > 1 and runs[first - 1][0].surface in _JOINED_IN_NAMES:
            first -= 2
        for explained in runs[first : at + 1]:
            yield "".join(word.surface for word in explained)
            yield from (word.surface for word in explained)


def nouns_together(sentence: Sentence) -> Iterator[Sequence[Word]]:
    """The words, but nouns that stand together without a gap as one."""
    run: list[Word] = []
    for word in sentence.words:
        joins = word.kind in ("名詞", "接頭辞", "接尾辞", "形状詞")
        if run and not (joins and word.start == run[-1].end):
            yield run
            run = []
        if joins:
            run.append(word)
        else:
            yield [word]
    if run:
        yield run


def honorific(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Respectful and humble words; 「〜てください」 and set greetings are none."""
    words = sentence.words
    greetings = [range(*match.span()) for match in GREETING.finditer(sentence.text)]
    for at, word in enumerate(words):
        if any(word.start in greeting for greeting in greetings):
            continue
        polite_noun = _POLITE_NOUN.fullmatch(word.surface)
        plain = _HONORIFIC_VERBS.get(word.dictionary_form) or _HONORIFIC_VERBS.get(word.surface)
        if plain is not None and word.kind in ("動詞", "名詞"):
            yield Match(word.start, word.end, f"「{plain}」などの普通の言い方にします。")
        elif polite_noun is not None:
            yield Match(word.start, word.end, f"「{polite_noun[1]}」にします。")
        elif is_respectful_request(words, at):
            end = words[at + 2].end
            yield Match(word.start, end, "「〜てください」にします。")


def is_respectful_request(words: Sequence[Word], at: int) -> bool:
    """Whether 「お・ご＋動詞＋ください」 begins at the word: お持ちください, ご確認ください."""
    if at + 2 >= len(words) or words[at].kind != "接頭辞" or words[at].surface not in "おご御":
        return False
    verb, please = words[at + 1 : at + 3]
    return please.dictionary_form == "くださる" and (
        (verb.kind == "動詞" and verb.form.startswith("連用形")) or "サ変可能" in verb.part
    )


def vague(sentence: Sentence, _: Explained) -> Iterator[Match]:
    """Words that leave open how much, when or which."""
    starts = {word.start for word in sentence.words}
    for match in _VAGUE_WORDS.finditer(sentence.text):
        if match.start() in starts:
            yield Match(
                match.start(), match.end(),
                f"いつ、いくつ、どれかを書きます。書けないときは「{_VAGUE[match[0]]}」などにします。",
            )  # fmt: skip


def _easier(word: Word) -> str:
    replaced = easy_words().replaced
    easier = (
        replaced.get(f"{word.dictionary_form}する")
        or replaced.get(word.surface)
        or replaced.get(word.dictionary_form)
    )
    if easier is not None:
        return f"「{easier}」などの言い方にします。"
    return f"やさしい言葉にするか、「{word.surface}（…）」のように説明を付けます。"


RULES = (
    Rule(
        "hard-word", "A word is an everyday one, or is explained.",
        "日常の言葉、または（ ）で説明した言葉",
        f"{GUIDELINE}：簡単な言葉を使う、重要な言葉はそのまま使い言い換えを添える", True,
        "advice", hard_word,
    ),
    Rule(
        "honorific", "No respectful and no humble words.", "です・ますの普通の言い方",
        f"{GUIDELINE}：敬語（尊敬語・謙譲語）を使わない", False, "error", honorific,
    ),
    Rule(
        "vague", "When, how much and which are said.", "いつ・いくつ・どれかが分かる言葉",
        f"{GUIDELINE}：曖昧な表現はできる限り使わない", True, "advice", vague,
    ),
)  # fmt: skip

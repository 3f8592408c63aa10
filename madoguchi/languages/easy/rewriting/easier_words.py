"""Hard words replaced by easier ones of ``easy_words.yml``; terms of the glossary explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from madoguchi.catalogue.yaml_file import YamlFile
from madoguchi.languages import ruby
from madoguchi.languages.easy.conjugation import before_masu, before_nai, te_form
from madoguchi.languages.easy.easy_words import easy_words
from madoguchi.languages.easy.rewriting.change import Change
from madoguchi.languages.easy.rules.wording import nouns_together
from madoguchi.languages.easy.sentence import Sentence, Word, sentences
from madoguchi.languages.easy.vocabulary import is_hard
from madoguchi.settings import settings


def easier_words(sentence: Sentence) -> Iterator[Change]:
    """Nouns that stand alone and verbs; what is quoted or already explained stays."""
    runs = list(nouns_together(sentence))
    terms = glossary()
    for at, run in enumerate(runs):
        word, last = run[0], run[-1]
        name = sentence.text[word.start : last.end]
        if sentence.quoted[word.start] or sentence.text[last.end : last.end + 1] == "（":
            continue
        following = [one for later in runs[at + 1 : at + 3] for one in later]
        if _is_done(name, following):
            yield from _verb(sentence, word, f"{name}する", following[0], following[1:])
        elif _can_be_done(name, following):
            doing = f"{easy_words().replaced[f'{name}する']}ことが"
            yield Change("hard-word", word.start, name, doing)
        elif len(run) == 1 and word.kind == "動詞":
            yield from _verb(sentence, word, word.dictionary_form, word, following)
        elif name in terms and any(map(is_hard, run)):
            yield Change("hard-word", word.start, name, f"{name}（{terms[name]}）")
        elif name in easy_words().replaced:
            yield Change("hard-word", word.start, name, easy_words().replaced[name])


@lru_cache(maxsize=1)
def glossary() -> Mapping[str, str]:
    """The terms of ``catalogue/glossary.yml`` in やさしい日本語, without readings and spaces."""
    file = YamlFile(settings().catalogue_dir / "glossary.yml")
    return {
        term["ja"]: ruby.plain(term["ja-easy"]).replace(" ", "")
        for term in file.data["terms"]
        if ruby.plain(term["ja-easy"]).replace(" ", "") != term["ja"]
    }


def _is_done(name: str, following: Sequence[Word]) -> bool:
    return (
        bool(following)
        and following[0].dictionary_form == "する"
        and f"{name}する" in easy_words().replaced
    )


def _can_be_done(name: str, following: Sequence[Word]) -> bool:
    return (
        bool(following)
        and following[0].dictionary_form == "できる"
        and f"{name}する" in easy_words().replaced
    )


def _verb(
    sentence: Sentence, first: Word, verb: str, form: Word, following: Sequence[Word]
) -> Iterator[Change]:
    """The verb's easier wording, in the form in which the verb stands."""
    easier = easy_words().replaced.get(verb)
    written = None if easier is None else _in_form(easier, form, following)
    if written is not None:
        before = sentence.text[first.start : form.end]
        yield Change("hard-word", first.start, before, written)


def _in_form(easier: str, form: Word, following: Sequence[Word]) -> str | None:
    """The easier wording in the form of a word, before what follows it; None for rarer forms."""
    (phrase,) = sentences(easier)
    last = phrase.words[-1]
    begin, verb = easier[: last.start], last.dictionary_form
    after = following[0].dictionary_form if following else ""
    if last.kind != "動詞" or last.end != len(easier):
        return None
    if form.form.startswith(("終止形", "連体形")):
        return easier
    if form.form.startswith("未然形") and after in ("ない", "ぬ"):
        return _joined(begin, before_nai(verb, last.conjugation))
    if form.form.startswith("連用形"):
        te = te_form(verb, last.conjugation)
        if after in ("て", "た"):
            voiced = following[0].surface in ("で", "だ")
            # 「て」 stays in the text; a verb such as 休む wants 「で」: that is for a person.
            if te is None or te.endswith("で") != voiced:
                return None
            return _joined(begin, te[:-1])
        return _joined(begin, before_masu(verb, last.conjugation))
    return None


def _joined(begin: str, end: str | None) -> str | None:
    return None if end is None else begin + end

"""How OpenJTalk reads Japanese, with the readings of the catalogue in its dictionary.

OpenJTalk analyses a sentence into words with their readings and accents, from which its voice
speaks. Its dictionary is a country's; the words of ward offices that it reads otherwise stand in
``catalogue/readings.yml``, and are laid over it as a user dictionary.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from madoguchi.settings import settings
from madoguchi.voice.spoken import dictionary
from madoguchi.voice.spoken.readings import readings

if TYPE_CHECKING:
    from pyopenjtalk.openjtalk import OpenJTalk
    from pyopenjtalk.types import NJDFeature

_UNVOICED = "’"


def labels(sentence: str) -> list[str]:
    """The full-context labels (HTS) of a sentence: each phoneme with its accent and place."""
    frontend = _frontend()
    return frontend.make_label(_words(sentence, frontend))


def sounds(text: str) -> str:
    """How the text sounds, in katakana: particles as spoken (ワ), long vowels as ー; no signs."""
    return "".join(word_sounds(text))


def word_sounds(text: str) -> list[str]:
    """The same, word by word."""
    return [word["pron"].replace(_UNVOICED, "") for word in _spoken_words(text)]


def reading(text: str) -> str:
    """How the text is read, in katakana as it would be written in kana; signs are left out."""
    return "".join(word["read"].replace(_UNVOICED, "") for word in _spoken_words(text))


def _spoken_words(text: str) -> list[NJDFeature]:
    return [word for word in _words(text, _frontend()) if word["pos"] != "記号"]


def _words(text: str, frontend: OpenJTalk) -> list[NJDFeature]:
    import pyopenjtalk

    return pyopenjtalk.run_frontend(text, jtalk=frontend) if text else []


@lru_cache(maxsize=1)
def _frontend() -> OpenJTalk:
    """OpenJTalk's text analysis, once a process; it locks itself, call by call."""
    import pyopenjtalk
    from pyopenjtalk.openjtalk import OpenJTalk

    path = dictionary.built(readings(), settings().data_dir / "speech")
    return OpenJTalk(
        dn_mecab=pyopenjtalk.OPEN_JTALK_DICT_DIR,
        userdic=bytes(path),
        userdic_reading_protection=[True],
    )

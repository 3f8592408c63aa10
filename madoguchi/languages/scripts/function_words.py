"""Everyday words by which a sentence in plain letters tells its language.

Spelling alone misleads where accents are left out (「toi muon chuyen nha」) and for Nepali in Latin
letters, which no model of ours has ever seen. None of the words is common in another of the
languages; single ones prove nothing.
"""

from __future__ import annotations

import re
import unicodedata

_WORDS = {
    "en": (
        "the is are am was i i'm it's my you your we our how what where when who which why can "
        "could do does did to of for and with from this that it have has had need want get would "
        "should will please not if there any about after before into been they she he"
    ),
    "vi": (
        "toi muon khong duoc lam giay cua nhieu gi phai nhu nao xin hoi chuyen dang ky nguoi "
        "chung voi khi mat doi dia hiem bao giup nha thue tien rac truong cho o va bi moi vua sap "
        "hoac may cach biet nop lay ve bang gui tre sinh ket hon tu ngay em anh cai gai trai qua"
    ),
    "tl": (
        "ako ang ng mga po sa na paano saan ano kailan magkano ba namin kami ito yung nasa kung "
        "hindi gusto kailangan pwede puwede wala naman lang din rin ninyo niyo kayo siya anak "
        "bahay dito doon kasi opo ko mo ay at nang pong akong ninyong kukuha lumipat"
    ),
    "ne": (
        "chha chaina chhaina garne garna garnu parcha parchha kasari kaha kahan kun kati mero "
        "malai tapai tapaiko huncha hunchha hunuhunchha lagi lai bata chahiyo chahincha "
        "chahinchha sakchu sakinchha sakincha ghar pani kina kahile bhayo gareko bachha dinu linu "
        "gare thiyo chhu hami hamro timi samma pachi pachhi ko cha ke garnuparcha garnuparchha "
        "garnuparxa xa hunxa parxa chahinxa chaiyo chaincha paryo yo tyo kahaan parne hola lagcha "
        "lagchha lagxa auncha aauncha bhanne bhaneko bhane bhannus dinus ani tara yaha tyaha naya "
        "harayo harayeko baje aaja bholi thegana sarna sarne sareko kagaj kagajat janma darta "
        "bibah karyalaya wada ma"
    ),
    "ja": (
        "desu masu wo doko shitai kudasai onegai onegaishimasu ikura arimasu dekimasu wa ka ga "
        "desuka masuka suru shimasu tetsuzuki hikkoshi watashi kara made itsu nani"
    ),
}
_LANGUAGES_OF: dict[str, list[str]] = {}
for _language, _words in _WORDS.items():
    for _word in _words.split():
        _LANGUAGES_OF.setdefault(_word, []).append(_language)


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VIETNAMESE = re.compile(r"[ăđơưĩũ\u1ea0-\u1ef9]")

_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnpqrstvx])?"
    r"(?:uye|uya|uyu|[iy]eu|uoi|uou|oai|oay|oeo|uay|[iy]e|uo|ua|ue|uy|oa|oe|oo|ia|[aeiouy])"
    r"(?:ch|ng|nh|[cmnptiouy])?"
)
"""Initial, vowels, final, as the alphabet (chữ Quốc ngữ) allows them."""


def words(text: str) -> list[str]:
    """The words of a text in Latin letters, as they are written."""
    return _WORD.findall(text)


def telling(text: str) -> dict[str, int]:
    """How many words tell of each language, with accents or without."""
    counted = dict.fromkeys(_WORDS, 0)
    for word in words(text.casefold()):
        for language in _LANGUAGES_OF.get(_without_accents(word.replace("’", "'")), ()):
            counted[language] += 1
    return counted


def are_vietnamese_syllables(text: str) -> bool:
    """Whether each word could be a Vietnamese one without its accents: all have one syllable."""
    return all(_SYLLABLE.fullmatch(_without_accents(word)) for word in words(text.casefold()))


def only_vietnamese(text: str) -> int:
    """How many words have a letter that no other language has."""
    return sum(_VIETNAMESE.search(word) is not None for word in words(text.casefold()))


def _without_accents(word: str) -> str:
    return "".join(
        c
        for c in unicodedata.normalize("NFD", word.replace("đ", "d"))
        if not unicodedata.combining(c)
    )

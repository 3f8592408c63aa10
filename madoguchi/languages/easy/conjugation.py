"""The forms of a verb that plain polite Japanese needs: before ます, before ない, and with て."""

from __future__ import annotations

_I_COLUMN = {
    "カ": "き", "ガ": "ぎ", "サ": "し", "タ": "ち", "ナ": "に", "バ": "び", "マ": "み", "ラ": "り",
    "ワ": "い",
}  # fmt: skip
_A_COLUMN = {
    "カ": "か", "ガ": "が", "サ": "さ", "タ": "た", "ナ": "な", "バ": "ば", "マ": "ま", "ラ": "ら",
    "ワ": "わ",
}  # fmt: skip
_TE = {
    "カ": "いて", "ガ": "いで", "サ": "して", "タ": "って", "ナ": "んで", "バ": "んで",
    "マ": "んで", "ラ": "って", "ワ": "って",
}  # fmt: skip
_GO = ("行く", "いく")


def before_masu(verb: str, conjugation: str) -> str | None:
    """書く → 書き, 出る → 出, する → し. None for a conjugation of the classical language.

    Args:
        verb: its dictionary form.
        conjugation: its way of conjugation as Sudachi names it, such as 五段-カ行.

    """
    if conjugation.startswith("五段-"):
        return verb[:-1] + _I_COLUMN[conjugation[3]]
    return _regular(verb, conjugation, "")


def before_nai(verb: str, conjugation: str) -> str | None:
    """書く → 書か, 出る → 出, する → し. None for a conjugation of the classical language."""
    if conjugation.startswith("五段-"):
        return verb[:-1] + _A_COLUMN[conjugation[3]]
    if conjugation == "カ行変格" and verb.endswith("くる"):
        return f"{verb[:-2]}こ"
    return _regular(verb, conjugation, "")


def te_form(verb: str, conjugation: str) -> str | None:
    """書く → 書いて, 出る → 出て, する → して. None for a conjugation of the classical language."""
    if verb.endswith(_GO):
        return f"{verb[:-1]}って"
    if conjugation.startswith("五段-"):
        return verb[:-1] + _TE[conjugation[3]]
    return _regular(verb, conjugation, "て")


def _regular(verb: str, conjugation: str, ending: str) -> str | None:
    if conjugation.startswith(("上一段", "下一段")):
        return f"{verb[:-1]}{ending}"
    if conjugation == "サ行変格" and verb.endswith("する"):
        return f"{verb[:-2]}し{ending}"
    if conjugation == "カ行変格":
        return f"{verb[:-1] if verb.endswith('来る') else verb[:-2] + 'き'}{ending}"
    return None

"""Yes or no, in the words of an answer; polite evasions are asked back."""

from __future__ import annotations

import re

from madoguchi.errors import InvalidValueError
from madoguchi.forms.values.text import normalise

_AMBIGUOUS = re.compile(
    r"(?:(?:いえ|いや)?[、 ]?(?:大丈夫|だいじょうぶ|結構|けっこう|いい|良い|よい)"
    r"(?:です|だ)?(?:よ|ね|けど)?)"
    r"|(?:どちら|どっち)でも.*|(?:分|わ)か(?:りません|らない|んない).*|多分.*|たぶん.*|.*かもしれ(?:ない|ません)"
)
_NO = re.compile(
    r"(?:いいえ|いえ|いや|ううん|違い?(?:ます|う|って)|ちが(?:います|う)|いりません|要りません|不要|否"
    r"|なし|無し|無い|ない|無|ノー|だめ|ダメ|やめ(?:ます|る|て)|取り?(?:消|やめ)|キャンセル"
    r"|no|nope|non|n|不是|不|没有|沒有|否|아니요|아니오|아니|không|kh[oô]ng|होइन|छैन|hindi|×|✕|✗|👎|🙅)"
)
_YES = re.compile(
    r"(?:はい|ええ|うん|そうです|そう|その通り|そのとおり|合って(?:います|ます|る)|あって(?:います|ます|る)"
    r"|お願い(?:します|いたします|致します)?|おねがい(?:します)?|了解|承知|もちろん|オッケー|オーケー|おけ"
    r"|イエス|必要|希望|同意|有り|有|あり(?:ます)?|ある|います|いる|(?:い|要)ります|要る|送信|それで(?:いい|お願い)|問題ない|問題ありません"
    r"|間違いない|間違いありません|yes|yeah|yep|y|ok|okay|是的?|对|對|有|好的?|네|예|vâng|dạ|có|हो|हजुर|छ|oo|opo"
    r"|○|〇|◯|👍|🙆)"
)
_NEGATION = re.compile(
    r"(?:ません|(?:違|ちが)(?:い(?:ます|ました)|う|った|って(?:い)?(?:ます|る))|ない(?:です|よ|ん)?|なかった|ず|なし|無し|不要|したくない|いません|ありません|いない)"
    r"(?:でした|です)?(?:よ|ね|けど|が)?$"
)
_AFFIRMATION = re.compile(
    r"(?:(?:て|で)(?:い)?(?:ます|る)|ました|します|(?:し|あっ|い|受け|持っ)た|あります|います|希望(?:します)?|必要です)"
    r"(?:よ|ね)?$"
)
_POSITIVE_NEGATIONS = re.compile(
    r"(?:問題(?:は)?|間違い(?:は)?|異議(?:は)?|異論(?:は)?|相違)(?:ない|ありません|ございません|なし)(?:です)?$"
)
_DOUBLE = re.compile(
    r"(?:なく|ない(?:こと|わけ|ん))(?:は|も|で|じゃ)|(?:しなく|せず)(?:て|に)|ないと"
)
_END = re.compile(r"[。．.、,!?~ー\s]+$")


def parse_yes_no(text: str, *, by_ending: bool = True) -> bool:
    """``True`` for yes, ``False`` for no, in Japanese and the languages of the service.

    ``by_ending``: a sentence may answer by its verb (届け出ました); otherwise its first word must.

    Raises:
        InvalidValueError: ``yes_no_ambiguous`` (大丈夫です, 結構です), ``yes_no_not_understood``.

    """
    answer = _END.sub("", normalise(text).casefold())
    if _AMBIGUOUS.fullmatch(answer) or _DOUBLE.search(answer):
        raise InvalidValueError(
            "yes_no_ambiguous",
            "「はい」か「いいえ」か、はっきりしませんでした。どちらかで答えてください。",
        )
    value = _read(answer, by_ending=by_ending)
    if value is None:
        raise InvalidValueError("yes_no_not_understood", "「はい」か「いいえ」で答えてください。")
    return value


def _read(answer: str, *, by_ending: bool) -> bool | None:
    if _POSITIVE_NEGATIONS.search(answer):
        return True
    opening = _opening(answer)
    negated = _NEGATION.search(answer) is not None
    if opening is None and not by_ending:
        return None
    if opening is None:
        return False if negated else True if _AFFIRMATION.search(answer) else None
    value, is_whole = opening
    if is_whole or not value or not negated:
        return value
    return None  # はい、ありません: the two halves disagree


def _opening(answer: str) -> tuple[bool, bool] | None:
    """What the first word says, and whether it is all that was said."""
    for pattern, value in ((_NO, False), (_YES, True)):
        match = pattern.match(answer)
        if match is None:
            continue
        after = answer[match.end() :]
        if not after or re.fullmatch(r"(?:です|ます|だ|する|します|で)?(?:よ|ね)?", after):
            return value, True
        if re.match(r"[、。,.!! ]|です|で(?:お願い|す)", after):
            return value, False
    return None

"""Emergencies: what is dangerous now is pointed to 119 or 110 at once, before anything else.

Numbers: 119 fire and ambulance, 110 police, #7119 medical advice (Tokyo Fire Department), #9110
police consultation.
"""

from __future__ import annotations

import re

import jaconv

from madoguchi.catalogue.search.fusion import Script, script_of
from madoguchi.messages import TextMessage

_FIRE_OR_ILLNESS = re.compile(
    r"火事(?:です|だ|だよ|！|!|$|に(?:なっ|なり)|が(?:起き|発生))|"
    r"燃えて(?:る|いる|います)(?!た)|煙が(?:出て|すごい|充満)|(?:意識|呼吸|脈)が?(?:ない|無い|ありません|止ま)|"
    r"息(?:を|が)(?:して(?:い)?ない|できない|止ま)|倒れ(?:て|た|まし)(?!.{0,6}(?:木|自転車|看板|ブロック))|"
    r"(?:血|出血)が止まらない|胸が(?:苦し|痛)|心臓が|けいれんして|痙攣して|救急車(?:を)?(?:呼|お願い|来て|ほしい)|"
    r"ガス(?:臭|くさ)い|ガス漏れ|溺れ|おぼれて|生き埋め|(?:飛び降り|自殺)(?:し|そう)|死にた"
)
_FALLEN_THING = re.compile(
    r"(?:木|樹|枝|自転車|バイク|看板|標識|柱|塀|ブロック|フェンス|柵|ミラー)(?:が|も|は)[^がはも、。]{0,6}?倒れ(?:て|た|まし)"
)
_PERSON = re.compile(
    r"[人父母妻娘]|(?<!丈)夫|けが|ケガ|怪我|血|意識|下敷き|下じき|下に|挟ま|はさま|巻き込|当た[っり]|子ども|"
    r"子供|息子|おじい|おばあ|誰か|だれか|動けな|動かな|逃げ"
)
_CRIME = re.compile(
    r"(?:泥棒|どろぼう|空き巣|強盗)(?:が|に(?:入|あ|襲)|です|だ)|(?:刃物|包丁|ナイフ)を?(?:持|振)|殴られ(?:て|た)|"
    r"襲われ|殺され|殺す(?:ぞ|と)|暴力を(?:ふる|振る)われ|(?:不審者|誰か)が?.{0,8}(?:侵入|入って(?:き|来))|"
    r"誘拐|ひったくり(?:に|され)|ストーカーが|助けて(?:ください|くれ|！|!|$)|警察(?:を)?呼ん"
)
_ELSEWHERE_FIRE_OR_ILLNESS = re.compile(
    r"\bon fire\b|there(?:'s| is) a fire|\bambulance\b|unconscious|"
    r"(?:isn't|not|can't|cannot) breath|heart attack|chest pain|"
    r"bleeding (?:a lot|badly|heavily)|smell gas|gas leak|kill myself|want to die|suicid|"
    r"着火|失火|起火|救护车|救護車|没有意识|沒有意識|没有呼吸|想自杀|想自殺|不想活|"
    r"불이 ?났|구급차|숨을 (?:안|못)|의식이 없|죽고 싶|자살하|"
    r"xe cấp cứu|đang cháy|cháy nhà|không thở được|muốn chết|tự tử|"
    r"आगो लाग|एम्बुलेन्स|बेहोस|मर्न चाहन्छु|"
    r"may sunog|nasusunog|ambulansya|hindi (?:humihinga|makahinga)|mamatay",
    re.IGNORECASE,
)
_ELSEWHERE_CRIME = re.compile(
    r"call the police|burglar|(?:someone|somebody) is attacking|with a (?:knife|gun)|"
    r"报警|報警|小偷|救命|拿着刀|경찰을? 불러|도둑이|살려 ?주|칼을 들|"
    r"gọi cảnh sát|có trộm|cầm dao|cứu tôi|चोर पस|प्रहरी बोला|"
    r"magnanakaw|tumawag .{0,6}pulis|may kutsilyo",
    re.IGNORECASE,
)
_ELSEWHERE_PAST = re.compile(
    r"insurance|certificate|last (?:year|month|week)|damage|drill|fee|cost|"
    r"保险|保險|证明|證明|보험|증명|chứng nhận|bảo hiểm|प्रमाणपत्र|ब[िी]मा|sertipiko|seguro",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"(?:罹災|り災|りさい)|証明|見舞|手続|申請|去年|昨年|先月|先週|焼けた(?:ので|あと|後)|火災保険|訓練|予防|"
    r"講習|救急箱|捨て|ごみ|ゴミ"
)


def detect(text: str) -> str | None:
    """``fire_or_illness`` or ``crime`` where the text tells of present danger, else None."""
    plain = jaconv.normalize(text[:1000], "NFKC")
    if not _ELSEWHERE_PAST.search(plain):
        # Only what leaves no doubt; the search knows other ways of saying it, in every language.
        if _ELSEWHERE_FIRE_OR_ILLNESS.search(plain):
            return "fire_or_illness"
        if _ELSEWHERE_CRIME.search(plain):
            return "crime"
    if _PAST.search(plain):
        return None
    if not _PERSON.search(plain):
        # A tree that fell is a report of damage, unless anybody may be under it.
        plain = _FALLEN_THING.sub("", plain)
    if _FIRE_OR_ILLNESS.search(plain):
        return "fire_or_illness"
    return "crime" if _CRIME.search(plain) else None


_JAPANESE = (
    "命や安全に関わるときは、すぐに電話してください。\n"
    "・火事、救急：119\n"
    "・事件、事故：110\n"
    "救急車を呼ぶか迷うときは #7119、警察への相談は #9110 です。"
)
_ENGLISH = (
    "Call now.\n"
    "・Fire, ambulance: 119\n"
    "・Crime, accident: 110\n"
    "Not sure whether to call an ambulance: #7119. Police advice: #9110."
)
_TAGALOG = (
    "Tumawag agad.\n"
    "・Sunog, ambulansya: 119\n"
    "・Krimen, aksidente: 110\n"
    "Hindi sigurado kung tatawag ng ambulansya: #7119. Payo ng pulisya: #9110."
)
_BY_SCRIPT = {
    Script.HAN: (
        "请立即拨打电话。\n"
        "・火灾、急救：119\n"
        "・犯罪、事故：110\n"
        "不确定是否需要救护车时：#7119。向警察咨询：#9110。"
    ),
    Script.HANGUL: (
        "지금 바로 전화하세요.\n"
        "・화재, 구급: 119\n"
        "・사건, 사고: 110\n"
        "구급차를 부를지 망설여질 때: #7119. 경찰 상담: #9110."
    ),
    Script.VIETNAMESE: (
        "Hãy gọi ngay.\n"
        "・Cháy, cấp cứu: 119\n"
        "・Tội phạm, tai nạn: 110\n"
        "Không chắc có cần gọi xe cấp cứu: #7119. Tư vấn của cảnh sát: #9110."
    ),
    Script.DEVANAGARI: (
        "तुरुन्तै फोन गर्नुहोस्।\n"
        "・आगलागी, एम्बुलेन्स: 119\n"
        "・अपराध, दुर्घटना: 110\n"
        "एम्बुलेन्स बोलाउने कि नबोलाउने थाहा नभए: #7119। प्रहरीसँग सल्लाह: #9110।"
    ),
    Script.ENGLISH: _ENGLISH,
    # Latin letters without English words: who writes so may read either.
    Script.LATIN: f"{_ENGLISH}\n\n{_TAGALOG}",
}


def message(text: str) -> TextMessage:
    """The emergency numbers, first in the language in which ``text`` is written."""
    own = _BY_SCRIPT.get(script_of(text))
    # 「火事」 and 「助」 are Chinese characters as well: such a short text is answered in both.
    return TextMessage(text=_JAPANESE if own is None else f"{own}\n\n{_JAPANESE}")


def names_the_numbers(text: str) -> bool:
    """Whether a shown text is an emergency message, in whatever language."""
    return _JAPANESE in text


def speaks_more_than_japanese(text: str) -> bool:
    """Whether a shown text is an emergency message that begins in another language."""
    return names_the_numbers(text) and not text.startswith(_JAPANESE)

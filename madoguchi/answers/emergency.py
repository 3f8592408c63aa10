"""Emergencies: what is dangerous now is pointed to 119 or 110 at once, before anything else.

Numbers: 119 fire and ambulance, 110 police, #7119 medical advice (Tokyo Fire Department), #9110
police consultation.
"""

from __future__ import annotations

import re

import jaconv

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
_PAST = re.compile(
    r"(?:罹災|り災|りさい)|証明|見舞|手続|申請|去年|昨年|先月|先週|焼けた(?:ので|あと|後)|火災保険|訓練|予防|"
    r"講習|救急箱|捨て|ごみ|ゴミ"
)


def detect(text: str) -> str | None:
    """``fire_or_illness`` or ``crime`` where the text tells of present danger, else None."""
    plain = jaconv.normalize(text[:1000], "NFKC")
    if _PAST.search(plain):
        return None
    if not _PERSON.search(plain):
        # A tree that fell is a report of damage, unless anybody may be under it.
        plain = _FALLEN_THING.sub("", plain)
    if _FIRE_OR_ILLNESS.search(plain):
        return "fire_or_illness"
    return "crime" if _CRIME.search(plain) else None


def message() -> TextMessage:
    """The emergency numbers."""
    return TextMessage(
        text=(
            "命や安全に関わるときは、すぐに電話してください。\n"
            "・火事、救急：119\n"
            "・事件、事故：110\n"
            "救急車を呼ぶか迷うときは #7119、警察への相談は #9110 です。"
        )
    )

"""What about a procedure is asked, told by the words that only one aspect has.

Rasa tells the aspect from examples; where it has taken a question for a mere mention (the procedure
explained, an application, nothing known), these words still say what the resident wants to know.
"""

from __future__ import annotations

import re

import jaconv

_ASPECTS = {
    "documents": (
        r"何(?:を|か)?(?:持|もっ|用意|そろえ|揃え)",
        r"なにを?(?:もっ|持っ)",
        r"持ち物|もちもの|要るもの|いるもの",
        r"(?:必要|ひつよう)な(?:物|もの|書類|しょるい)",
        r"(?:は|って|とか|も)(?:要り|いり|入り|必要)(?:ます|です)か",
        r"what .{0,20}\b(?:bring|documents?|papers?)\b|which documents",
        r"需要.{0,6}(?:什么|哪些|什麼)|带什么|帶什麼",
        r"(?:필요한|어떤) ?(?:서류|것)|뭐 ?(?:가져|필요)",
        r"giấy tờ gì|cần (?:mang|những) gì",
        r"anong .{0,12}(?:dala|dokumento)",
    ),
    "deadline": (
        r"いつまで|いつから|何日(?:以内|まで|のうち|前)|なんにち(?:いない|まで)",
        r"期限[はを]|締め?切り?|しめきり|間に(?:合|あ)|まにあ",
        r"deadline|by when|how (?:many days|long do i have)",
        r"截止|几天内|幾天內|언제까지|며칠",
        r"hạn (?:chót|đến)|khi nào hết hạn|hanggang kailan",
    ),
    "fee": (
        r"いくら(?!でも)|手数料は|お代|おだい|なんぼ|何円|料金|無料|いかほど",
        r"how much|\bcost\b|\bfee\b",
        r"多少钱|多少錢|얼마|bao nhiêu tiền|\bphí\b|magkano",
    ),
    "online": (
        r"ネットで|オンライン|スマホ(?:で|から)|マイナポータルで|郵送(?:で|は)|ゆうそうで",
        r"\bonline\b|by (?:post|mail)\b",
        r"网上|網路|온라인|인터넷|qua mạng|trực tuyến",
    ),
    "who": (
        r"代理|代わりに|かわりに|私が行って|本人でなく|本人じゃな",
        r"(?:夫|妻|母|父|娘|息子|家族|私)(?:が|で|でも)(?:行|出|届|取|受け取|申請)",
        r"instead of me|on (?:my|his|her) behalf",
        r"代办|代辦|대신|대리|đi thay|làm thay",
    ),
    "hours": (
        r"(?:何時|なんじ)(?:まで|から)|土(?:日|曜)|日曜|どよう|夜間|受付時間|営業時間",
        r"opening hours|open on|几点|몇 시|mấy giờ",
    ),
    "where": (
        r"(?:どこ|どちら)(?:で|に|へ|の|です)|何番の窓口|出張所|場所は",
        r"\bwhere\b|哪里|哪裡|在哪|어디|ở đâu|\bsaan\b",
    ),
}
_PATTERNS = {
    aspect: re.compile("|".join(words), re.IGNORECASE) for aspect, words in _ASPECTS.items()
}


def told(text: str) -> str | None:
    """The aspect that the words tell; None where they tell none.

    Of several the first of the order above: who asks what to bring and where asks for the former.
    """
    plain = jaconv.normalize(text[:500], "NFKC")
    return next((aspect for aspect, words in _PATTERNS.items() if words.search(plain)), None)

"""What is said to events that are no message for the conversation."""

from __future__ import annotations

from madoguchi.messages import TextMessage

_KINDS = {
    "sticker": "スタンプ",
    "image": "写真",
    "video": "動画",
    "audio": "音声メッセージ",
    "file": "ファイル",
    "location": "位置情報",
}

_AGAIN = "もう一度お話しいただくか、文字で送ってください。"


def cannot_read(kind: str) -> TextMessage:
    """To a sticker, a voice message and the like, by LINE's name of the kind of message."""
    named = _KINDS.get(kind)
    if kind == "sticker":
        return TextMessage(
            text="スタンプをありがとうございます。ご用件を文字で送ってください。"
            "たとえば「引っ越しの手続き」のように書いてください。"
        )
    if kind == "location":
        return TextMessage(
            text="この位置情報には住所がなく、場所がわかりませんでした。"
            "区の名前か住所を、文字で送ってください。"
        )
    shown = f"{named}は" if named else "この種類のメッセージは"
    return TextMessage(
        text=f"申し訳ありません。{shown}読み取ることができません。ご用件を文字で送ってください。"
    )


def unasked_file(kind: str, *, has_it: bool) -> TextMessage:
    """To a picture or a file, by LINE's name of the kind, while no form asks for one.

    ``has_it``: the form has what it asked for.
    """
    named = _KINDS[kind]
    if has_it:
        return TextMessage(
            text=f"申請で受け取る写真・ファイルは1つだけのため、この{named}は受け取りませんでした。"
            "差し替えるときは「訂正」と送ってください。"
        )
    return TextMessage(
        text=f"申し訳ありません。いまは{named}を受け取ることができません。写真やファイルは、申請の"
        "途中で「送ってください」とお願いしたときに送れます。ご用件を文字で送ってください。"
    )


def not_heard() -> TextMessage:
    """To a voice message in which nobody speaks, or not clearly enough."""
    return TextMessage(text=f"申し訳ありません。うまく聞き取れませんでした。{_AGAIN}")


def voice_not_received() -> TextMessage:
    """To a voice message that LINE does not give, or that holds no sound."""
    return TextMessage(text=f"申し訳ありません。音声を受け取れませんでした。{_AGAIN}")


def voice_too_long() -> TextMessage:
    """To a voice message that is longer than a minute."""
    return TextMessage(
        text="音声メッセージは1分まで聞き取れます。短く分けて話すか、文字で送ってください。"
    )


def no_time_to_hear() -> TextMessage:
    """To a voice message that could not be recognised in time."""
    return TextMessage(
        text=f"ただいま混み合っているため、音声を聞き取ることができませんでした。{_AGAIN}"
    )


def too_many() -> TextMessage:
    """To the first of the messages that come too fast; the others are left."""
    return TextMessage(
        text="短い時間にたくさんのメッセージが届いたため、一部にお答えできません。"
        "1分ほど待ってから、もう一度お送りください。"
    )


def one_to_one_only() -> TextMessage:
    """To a group that invites the account: what is said here may be personal."""
    return TextMessage(
        text="ご招待ありがとうございます。個人情報をお守りするため、グループではご案内して"
        "いません。お手数ですが、1対1のトークで話しかけてください。"
    )

"""Messages that LINE takes, and those that it does not; the latter with where it says so."""

from __future__ import annotations

from typing import Any

POSTBACK = {"type": "postback", "label": "はい", "data": "yes"}
PICKER = {
    "type": "datetimepicker",
    "label": "日付を選ぶ",
    "data": "birth_date",
    "mode": "date",
    "initial": "1990-04-01",
    "min": "1900-01-01",
    "max": "2026-12-31",
}
URI = {"type": "uri", "label": "地図", "uri": "https://www.city.shibuya.tokyo.jp/"}


def text(said: str = "あ", **more: Any) -> dict[str, Any]:
    return {"type": "text", "text": said, **more}


def asking(*actions: dict[str, Any], **item: Any) -> dict[str, Any]:
    items = [{"type": "action", "action": action, **item} for action in actions]
    return text(quickReply={"items": items})


def box(*contents: dict[str, Any], layout: str = "vertical") -> dict[str, Any]:
    return {"type": "box", "layout": layout, "contents": list(contents)}


def button(action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "button", "action": action}


def bubble(*contents: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "bubble", "body": box(*contents), **more}


def flex(contents: dict[str, Any], alt: str = "手続き") -> dict[str, Any]:
    return {"type": "flex", "altText": alt, "contents": contents}


def carousel(*bubbles: dict[str, Any]) -> dict[str, Any]:
    return flex({"type": "carousel", "contents": list(bubbles)})


def buttons(*actions: dict[str, Any], said: str = "どちらですか", **more: Any) -> dict[str, Any]:
    template = {"type": "buttons", "text": said, "actions": list(actions), **more}
    return {"type": "template", "altText": "どちらですか", "template": template}


def filled(kilobytes: float) -> dict[str, Any]:
    """A bubble of about this size."""
    return bubble(*[{"type": "text", "text": "x" * 1000}] * int(kilobytes * 1024 / 1030))


GOOD = {
    "text": text("あ" * 5000),
    "emoji count twice": text("😀" * 2500),
    "quick replies": asking(*[POSTBACK] * 11, PICKER, URI),
    "icon": asking(POSTBACK, imageUrl="https://example.com/icon.png"),
    "postback": asking(POSTBACK | {"data": "d" * 300, "displayText": "あ" * 300}),
    "telephone": asking(URI | {"uri": "tel:0334631211"}),
    "other pickers": asking(
        {"type": "datetimepicker", "label": "時刻", "data": "t", "mode": "time", "min": "09:00"},
        {"type": "datetimepicker", "label": "日時", "data": "d", "mode": "datetime",
         "max": "2026-12-31T17:00"},
    ),
    "label of a Flex button": flex(bubble(button(POSTBACK | {"label": "あ" * 40}))),
    "tappable box": flex(bubble(box(text()) | {"action": {"type": "postback", "data": "a"}})),
    "baseline": flex(bubble(box({"type": "icon", "url": "https://example.com/i.png"}, text(),
                                layout="baseline"))),
    "bubble of 29 KB": flex(filled(29)),
    "twelve bubbles": carousel(*[bubble(text())] * 12),
    "buttons": buttons(POSTBACK, URI, said="あ" * 160),
    "image": {"type": "image", "originalContentUrl": "https://example.com/a.png",
              "previewImageUrl": "https://example.com/b.png"},
    "location": {"type": "location", "title": "区役所", "address": "宇田川町1-1",
                 "latitude": 35.66, "longitude": 139.69},
    "sticker": {"type": "sticker", "packageId": "446", "stickerId": "1988"},
    "what the phone does": asking(
        {"type": "camera", "label": "写真"}, {"type": "location", "label": "場所"},
        {"type": "clipboard", "label": "写す", "clipboardText": "R-1"},
    ),
    "text of another sender": text(
        "$ あ", sender={"name": "窓口", "iconUrl": "https://example.com/icon.png"},
        emojis=[{"index": 0, "productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"}],
    ),
    "text with a mention": {
        "type": "textV2", "text": "{user} さん",
        "substitution": {
            "user": {"type": "mention", "mentionee": {"type": "user", "userId": "U" + "0" * 32}}
        },
    },
    "columns": {
        "type": "template", "altText": "手続き",
        "template": {
            "type": "carousel",
            "columns": [
                {"title": "転入", "text": "届", "actions": [POSTBACK], "defaultAction": URI},
            ],
        },
    },
    "all of Flex": flex({
        "type": "bubble", "size": "giga", "direction": "ltr",
        "styles": {"body": {"backgroundColor": "#ffffff", "separator": True}},
        "header": box({"type": "text", "wrap": True, "contents": [
            {"type": "span", "text": "転入", "weight": "bold"}, {"type": "span", "text": "届"},
        ]}),
        "hero": {
            "type": "video", "url": "https://example.com/v.mp4", "aspectRatio": "20:13",
            "previewUrl": "https://example.com/p.png",
            "altContent": {"type": "image", "url": "https://example.com/p.png", "size": "full"},
        },
        "body": box({"type": "separator", "margin": "md"}, {"type": "filler", "flex": 1}) | {
            "paddingAll": "12px",
            "background": {"type": "linearGradient", "angle": "0deg", "startColor": "#ffffff",
                           "endColor": "#000000"},
        },
        "footer": box(button(POSTBACK) | {"style": "primary", "height": "sm",
                                          "adjustMode": "shrink-to-fit"}),
        "action": URI | {"altUri": {"desktop": "https://example.com/"}},
    }),
}  # fmt: skip

BAD = {
    "no text": ({"type": "text"}, "messages[0].text"),
    "empty text": (text(""), "messages[0].text"),
    "text that is a number": (text() | {"text": 1}, "messages[0].text"),
    "long text": (text("あ" * 5001), "messages[0].text"),
    "long text of emoji": (text("😀" * 2501), "messages[0].text"),
    "unknown type": ({"type": "hologram"}, "messages[0].type"),
    "no type": ({"text": "あ"}, "messages[0].type"),
    "no object": ("あ", "messages[0]"),
    "unknown property": (text(bold=True), "messages[0].bold"),
    "14 quick replies": (asking(*[POSTBACK] * 14), "messages[0].items"),
    "no quick reply": (asking(), "messages[0].quickReply.items"),
    "long label": (
        asking(POSTBACK | {"label": "あ" * 21}),
        "messages[0].quickReply.items[0].action.label",
    ),
    "no label": (
        asking({"type": "postback", "data": "a"}),
        "messages[0].quickReply.items[0].action.label",
    ),
    "rich menu in a quick reply": (
        asking({"type": "richmenuswitch", "label": "あ", "data": "a", "richMenuAliasId": "a"}),
        "messages[0].quickReply.items[0].action.type",
    ),
    "icon without TLS": (
        asking(POSTBACK, imageUrl="http://example.com/icon.png"),
        "messages[0].quickReply.items[0].imageUrl",
    ),
    "no data": (
        asking({"type": "postback", "label": "あ"}),
        "messages[0].quickReply.items[0].action.data",
    ),
    "display text and text": (
        asking(POSTBACK | {"displayText": "あ", "text": "あ"}),
        "messages[0].quickReply.items[0].action.text",
    ),
    "filled in nowhere": (
        asking(POSTBACK | {"fillInText": "あ"}),
        "messages[0].quickReply.items[0].action.fillInText",
    ),
    "script": (
        asking(URI | {"uri": "javascript:alert(1)"}),
        "messages[0].quickReply.items[0].action.uri",
    ),
    "long message action": (
        asking({"type": "message", "label": "あ", "text": "あ" * 301}),
        "messages[0].quickReply.items[0].action.text",
    ),
    "picker without a mode": (
        asking({k: v for k, v in PICKER.items() if k != "mode"}),
        "messages[0].quickReply.items[0].action.mode",
    ),
    "picker of nothing": (
        asking({k: v for k, v in PICKER.items() if k != "initial"} | {"min": "2027-01-01"}),
        "messages[0].quickReply.items[0].action.min",
    ),
    "picker that begins outside": (
        asking(PICKER | {"initial": "1899-12-31"}),
        "messages[0].quickReply.items[0].action.initial",
    ),
    "picker with a short date": (
        asking(PICKER | {"max": "2026-12-1"}),
        "messages[0].quickReply.items[0].action.max",
    ),
    "no alt text": ({"type": "flex", "contents": bubble(text())}, "messages[0].altText"),
    "long alt text": (flex(bubble(text()), "あ" * 401), "messages[0].altText"),
    "empty Flex text": (flex(bubble(text(""))), "messages[0].contents.body.contents[0].text"),
    "unknown Flex property": (
        flex(bubble(text(colour="red"))),
        "messages[0].contents.body.contents[0].colour",
    ),
    "button without a label": (
        flex(bubble(button({"type": "postback", "data": "a"}))),
        "messages[0].contents.body.contents[0].action.label",
    ),
    "button in a baseline": (
        flex(bubble(box(button(POSTBACK), layout="baseline"))),
        "messages[0].contents.body.contents[0].contents[0].type",
    ),
    "bubble of nothing": (flex({"type": "bubble"}), "messages[0].contents"),
    "bubble over 30 KB": (flex(filled(31)), "messages[0].contents"),
    "carousel over 50 KB": (carousel(filled(26), filled(26)), "messages[0].contents"),
    "13 bubbles": (carousel(*[bubble(text())] * 13), "messages[0].contents.contents"),
    "bubbles of two sizes": (
        carousel(bubble(text()), bubble(text(), size="kilo")),
        "messages[0].contents.contents[1].size",
    ),
    "five buttons": (buttons(*[POSTBACK] * 5), "messages[0].template.actions"),
    "long text beside a title": (
        buttons(POSTBACK, said="あ" * 61, title="題"),
        "messages[0].template.text",
    ),
    "confirmation of one": (
        {"type": "template", "altText": "あ",
         "template": {"type": "confirm", "text": "あ", "actions": [POSTBACK]}},
        "messages[0].template.actions",
    ),
    "image without TLS": (
        GOOD["image"] | {"previewImageUrl": "http://example.com/b.png"},
        "messages[0].previewImageUrl",
    ),
    "long address": (GOOD["location"] | {"address": "あ" * 101}, "messages[0].address"),
    "long sender": (text(sender={"name": "あ" * 21}), "messages[0].name"),
}  # fmt: skip

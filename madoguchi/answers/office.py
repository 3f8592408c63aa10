"""The ward office in words: where it is, when it opens, whom to call."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from madoguchi.catalogue.opening import day_at, is_open_at, next_open_day
from madoguchi.catalogue.ward import OpeningHours, Ward
from madoguchi.clock import JST
from madoguchi.forms.values.dates import format_date
from madoguchi.messages import CardRow, MessageSource, PlaceMessage

_DAY_NAMES = {
    "mon": "月", "tue": "火", "wed": "水", "thu": "木", "fri": "金", "sat": "土", "sun": "日",
}  # fmt: skip
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


def ward_source(ward: Ward) -> MessageSource:
    """Where the ward's facts come from."""
    return MessageSource(
        ward=ward.id,
        origin="ward",
        title=ward.names.ja,
        url=str(ward.website) if ward.website else None,
        verified_on=ward.verified_on,
    )


def phone_of(ward: Ward | None) -> str:
    """A sentence that names whom to call."""
    if ward is None:
        return "お住まいの区を教えていただければ、電話番号をご案内します。"
    return f"{ward.office.name}（電話 {ward.office.phone}）へおたずねください。"


def office_place(ward: Ward, moment: datetime) -> PlaceMessage:
    """The main office with its address, phone and hours."""
    office = ward.office
    postal = f"〒{office.postal_code} " if office.postal_code else ""
    return PlaceMessage(
        text=f"{office.name}です。{opening_sentence(ward, moment, None)}",
        name=office.name,
        address=postal + office.address,
        latitude=office.latitude,
        longitude=office.longitude,
        phone=office.phone,
        hours=" / ".join(f"{row.label} {row.value}" for row in hours_rows(ward)) or None,
        source=ward_source(ward),
    )


def hours_rows(ward: Ward) -> tuple[CardRow, ...]:
    """The weekly hours, one row each, and the yearly closures."""
    office = ward.office
    if office.hours is None:
        return ()
    rows = [
        CardRow(label=_days(entry), value=_span(entry), origin="ward") for entry in office.hours
    ]
    closures = ["祝日"] if office.closed_on_holidays else []
    closures += [
        f"{_month_day(period.first)}〜{_month_day(period.last)}" for period in office.closed
    ]
    if closures:
        rows.append(CardRow(label="休み", value="、".join(closures), origin="ward"))
    if office.hours_note:
        rows.append(CardRow(label="ご注意", value=office.hours_note, origin="ward"))
    return tuple(rows)


def opening_sentence(ward: Ward, moment: datetime, day: date | None) -> str:
    """Whether the office is open now, or on the day that was asked about."""
    office = ward.office
    local = moment.astimezone(JST)
    today = local.date()
    if office.hours is None:
        return f"受付時間は確認できていません。{phone_of(ward)}"
    if day is not None and day != today:
        return _on(ward, day)
    known = day_at(office, today)
    if is_open_at(office, moment):
        return _open_now(office.name, known.hours if known else (), local.time())
    later = [entry for entry in known.hours if entry.opens > local.time()] if known else []
    if later:
        first = min(later, key=lambda entry: entry.opens)
        return (
            f"{office.name}は、いま閉まっています。"
            f"本日は{first.opens:%H:%M}に開きます{_note(first)}。"
        )
    because = f"（本日は{known.closed_because}）" if known and known.closed_because else ""
    text = f"{office.name}は、いま閉まっています{because}。"
    following = next_open_day(office, today)
    if following is not None:
        opens = min(entry.opens for entry in following.hours)
        text += f"次は{_dated(following.date)}の{opens:%H:%M}に開きます。"
    return text


def _open_now(name: str, hours: tuple[OpeningHours, ...], now: time) -> str:
    """Until when it is open; what only some counters do is never passed off as all."""
    present = next(entry for entry in hours if entry.opens <= now < entry.closes)
    until = f"本日は{present.closes:%H:%M}まで"
    if present.partial:
        until += f"。{present.note or '一部の窓口のみ'}"
    later = "、".join(_span(entry) for entry in hours if entry.opens > now)
    text = f"{name}は、いま開いています（{until}）。"
    return f"{text}このあと{later}も開いています。" if later else text


def _on(ward: Ward, day: date) -> str:
    known = day_at(ward.office, day)
    if known is None or not known.hours:
        because = f"（{known.closed_because}）" if known and known.closed_because else ""
        text = f"{_dated(day)}は、{ward.office.name}は閉まっています{because}。"
        following = next_open_day(ward.office, day)
        if following is not None and following.date - day < timedelta(days=15):
            text += f"次に開くのは{_dated(following.date)}です。"
        return text
    spans = "、".join(_span(entry) for entry in known.hours)
    return f"{_dated(day)}は、{ward.office.name}は{spans}に開いています。"


def _dated(day: date) -> str:
    return f"{format_date(day)}（{'月火水木金土日'[day.weekday()]}）"


def _days(entry: OpeningHours) -> str:
    weeks = f"第{'・'.join(map(str, entry.weeks))}" if entry.weeks else ""
    if entry.days == _WEEKDAYS and not weeks:
        return "月〜金"
    return weeks + "・".join(_DAY_NAMES[day] for day in entry.days) + "曜"


def _span(entry: OpeningHours) -> str:
    return f"{entry.opens:%H:%M}〜{entry.closes:%H:%M}{_note(entry)}"


def _note(entry: OpeningHours) -> str:
    return f"（{entry.note}）" if entry.note else ""


def _month_day(text: str) -> str:
    month, day = text.split("-")
    return f"{int(month)}月{int(day)}日"

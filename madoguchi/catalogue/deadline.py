"""Deadlines worked out from the date of the event.

Sources: Civil Code art. 140 (the first day is not counted), 141-143 (end of the period, calendar
months and years), Family Register Act art. 43 (the day of the event is counted), Local Autonomy Act
art. 4-2 para. 4 (a last day on which the office is closed moves to the next open day).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from madoguchi.catalogue.procedure import DeadlineRule


def last_day(rule: DeadlineRule, event: date, is_closed: Callable[[date], bool]) -> date:
    """The last day on which the procedure can be done in time.

    ``is_closed`` tells for a day whether the office is closed.

    Raises:
        OverflowError: if the day lies beyond the calendar.

    """
    match rule.unit:
        case "days":
            due = event + timedelta(days=rule.amount)
        case "months":
            due = event + relativedelta(months=rule.amount)
        case "years":
            due = event + relativedelta(years=rule.amount)
    if rule.counting == "event_day":
        due -= timedelta(days=1)
    if rule.extends_when_closed:
        while is_closed(due):
            due += timedelta(days=1)
    return due

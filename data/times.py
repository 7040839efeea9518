"""Dates and times as people and machines write them. A zone that is given is left out: a call's time is the wall's."""

import re
from datetime import datetime

_YEAR = r"(?P<year>19[7-9]\d|20\d\d)"
# 2026-03-02 or 20260302; 2026/3/2, 2026.3.2 or 2026年3月2日; 2.3.2026, where the day always comes first.
# 3/2/2026 is March in one country and February in the next: it is not read.
_DATES = tuple(
    re.compile(rf"(?<!\d){date}", re.ASCII)
    for date in (
        rf"{_YEAR}-?(?P<month>\d\d)-?(?P<day>\d\d)",
        rf"{_YEAR}[-./年](?P<month>\d\d?)[-./月](?P<day>\d\d?)日?",
        rf"(?P<day>\d\d?)\.(?P<month>\d\d?)\.{_YEAR}",
    )
)
# Behind the date: 14:35:30, 14-35-30, 2:35 PM; 1435 or 143530; and 143530 without anything between, but not 1435, for
# twelve digits are as likely a telephone number.
_TIMES = tuple(
    re.compile(time, re.ASCII)
    for time in (
        r"[T_ ,-]+(?P<hour>\d\d?)[-:.](?P<minute>\d\d)(?:[-:.](?P<second>\d\d))?(?!\d)(?:\s?(?P<half>[AaPp])[Mm]\b)?",
        r"[T_ ,-]+(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?(?P<half>)(?!\d)",
        r"(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)(?P<half>)(?!\d)",
    )
)


def read_time(text: str) -> datetime | None:
    """The first date with a time of day in a text, or None if there is none or it is no real date."""
    for day, end in _days(text):
        for pattern in _TIMES:
            if (match := pattern.match(text, end)) and (when := _at(day, match)):
                return when
    return None


def read_date(text: str) -> datetime | None:
    """The first date in a text, at midnight; None if there is none."""
    return next((day for day, end in _days(text) if not text[end : end + 1].isdigit()), None)


def _days(text: str) -> list[tuple[datetime, int]]:
    """Every real date in a text and where it ends."""
    days = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            try:
                day = datetime(int(match["year"]), int(match["month"]), int(match["day"]))
            except ValueError:  # the 31st of February
                continue
            days.append((day, match.end()))
    return days


def _at(day: datetime, match: re.Match[str]) -> datetime | None:
    hour, half = int(match["hour"]), (match["half"] or "").lower()
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return day.replace(hour=hour, minute=int(match["minute"]), second=int(match["second"] or 0))
    except ValueError:
        return None

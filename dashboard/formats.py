"""Times and numbers as people of either language write them."""

from datetime import date, datetime

from dashboard.texts import text

MARKS = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")  # ASCII punctuation: what CommonMark lets be escaped


def clock(seconds: float, *, tenths: bool = False) -> str:
    """A place in a call: ``3:07``, ``1:02:07``; with tenths ``3:07.4``."""
    whole = int(seconds * 10 + 0.5) / 10 if tenths else int(seconds + 0.5)
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(int(minutes), 60)
    last = f"{rest:04.1f}" if tenths else f"{int(rest):02d}"
    return f"{hours}:{minutes:02d}:{last}" if hours else f"{minutes}:{last}"


def moment(when: datetime | None) -> str:
    """A call's date and time of day; a dash when it is not known."""
    if when is None:
        return "–"
    month = text(f"format.month_{when.month}")
    return text("format.moment", day=when.day, month=month, year=when.year, time=f"{when:%H:%M}")


def moment_short(when: datetime | None) -> str:
    """The same for a table: without the year while it is this one."""
    if when is None or when.year != date.today().year:
        return moment(when)
    return text("format.moment_short", day=when.day, month=text(f"format.month_{when.month}"), time=f"{when:%H:%M}")


def time_of_day(when: datetime | None) -> str:
    """A call's time of day; a dash when it is not known."""
    return "–" if when is None else f"{when:%H:%M}"


def share(value: float) -> str:
    """A part of a whole: ``81 %`` in English, ``81%`` in Chinese."""
    return text("format.share", value=f"{value * 100:.0f}")


def score(value: float) -> str:
    """A score 0 … 1 with two decimals."""
    return f"{value:.2f}"


def count(value: float) -> str:
    """A whole number with its thousands apart."""
    return f"{value:,.0f}"


def size(bytes_: float) -> str:
    """A file's size in megabytes."""
    return f"{bytes_ / 1e6:.1f} MB" if bytes_ < 1e8 else f"{bytes_ / 1e6:,.0f} MB"


def day(when: date) -> str:
    """A date with its day of the week."""
    weekday, month = text(f"format.weekday_{when.weekday()}"), text(f"format.month_{when.month}")
    return text("format.day", weekday=weekday, day=when.day, month=month)


def literal(said: str) -> str:
    """Text where Markdown cannot be avoided (titles, captions): every mark is escaped, so that nothing is read as one.

    Only for texts of ours and names of models; what strangers name is shown by ``st.text`` or a component.
    """
    return "".join(f"\\{letter}" if letter in MARKS else letter for letter in said)

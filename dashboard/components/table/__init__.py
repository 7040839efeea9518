"""Our own table: headings sort on the server, a row opens its call, a button plays the moment a row speaks of.

Streamlit's own sorts only the rows it was sent, and cannot hold a player. Everything shown is set as text, never as
markup: file names are a stranger's.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass

import streamlit as st

from dashboard.components.assets import script, style
from dashboard.components.table.notes import common_notes
from dashboard.components.table.row import Clip as Clip
from dashboard.components.table.row import Column, Row
from dashboard.texts import texts


@dataclass(frozen=True, slots=True)
class Verdict:
    """Something that can be said of a row by one press: its value, the sign on its button, what it means."""

    verdict: str
    sign: str
    help: str


@dataclass(frozen=True, slots=True)
class Playlist:
    """All clips of a table heard one after another: the part of the catalogue that names it, and what a key does."""

    about: str = "table"
    onward: bool = False  # whether an answer goes on to the next clip


@dataclass(frozen=True, slots=True)
class Touched:
    """What somebody did with a table in this run: the row they opened and where, the rows chosen, a verdict."""

    opened: str = ""
    second: float | None = None
    chosen: tuple[str, ...] = ()
    judged: str = ""  # id of the row, and what was said of it
    verdict: str = ""


@dataclass(frozen=True, slots=True)
class Sorting:
    """Which column a table is sorted by, and what to do when another heading is pressed (called with its key)."""

    column: str
    descending: bool
    sort: Callable[[str], None]


def draw_table(
    columns: Sequence[Column],
    rows: Sequence[Row],
    *,
    key: str,
    labels: Sequence[str] = (),
    sorting: Sorting | None = None,
    choose: bool = False,
    verdicts: Sequence[Verdict] = (),
    playlist: Playlist | None = None,
) -> Touched:
    """Draw rows under columns. ``labels`` are English names of emotions, in the order of every strip's scores.

    With ``choose`` rows have a box to tick; ``verdicts`` are the buttons of a column of that kind; with ``playlist``
    all clips can be heard one after another and judged.
    """
    chosen = chosen_in(key) if choose else ()
    common, apart = common_notes(columns, rows)
    table = st.components.v2.component(
        "toneatlas_table",
        html='<div class="table"></div>',
        css=style("table/table.css", "play.css"),
        js=script("kit.js", "table/playlist.js", "table/table.js"),
    )
    happened = table(
        key=key,
        data={
            "columns": [asdict(column) for column in columns],
            "rows": [row.plain for row in apart],
            "common": common,
            "labels": list(labels),
            "order": {"column": sorting.column, "descending": sorting.descending} if sorting else None,
            "choose": choose,
            "chosen": list(chosen),
            "verdicts": [asdict(verdict) for verdict in verdicts],
            "playlist": playlist is not None,
            "onward": playlist is not None and playlist.onward,
            "texts": texts("table") | (texts(playlist.about) if playlist else {}),
        },
        on_sorted_change=lambda: _sorted(key, sorting),
        on_opened_change=_nothing,
        on_chosen_change=lambda: _keep_chosen(key),
        on_judged_change=_nothing,
    )
    opened, judged = happened.opened or {}, happened.judged or {}
    return Touched(
        opened=opened.get("id", ""),
        second=opened.get("second"),
        chosen=chosen_in(key) if choose else (),
        judged=judged.get("id", ""),
        verdict=judged.get("verdict", ""),
    )


def chosen_in(key: str) -> tuple[str, ...]:
    """Ids of the rows that are ticked in a table, on whichever of its pages."""
    return tuple(st.session_state.get(f"{key}:chosen", ()))


def choose_none(key: str) -> None:
    """Untick all rows of a table."""
    st.session_state.pop(f"{key}:chosen", None)


def _keep_chosen(key: str) -> None:
    told = (st.session_state.get(key) or {}).get("chosen") or []
    st.session_state[f"{key}:chosen"] = [one for one in told if isinstance(one, str)]


def _sorted(key: str, sorting: Sorting | None) -> None:
    column = (st.session_state.get(key) or {}).get("sorted")
    if sorting and column:
        sorting.sort(column)


def _nothing() -> None:
    """Streamlit offers a value only where there is a callback for it."""

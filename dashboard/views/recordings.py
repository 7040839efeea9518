"""All recordings: sorted, searched and paged in SQL, so that 100,000 rows are as quick as ten."""

import streamlit as st

from dashboard import formats, own, state
from dashboard.components.bulk import draw_bulk
from dashboard.components.empty import draw_empty
from dashboard.components.filters import choose_selection
from dashboard.components.own.columns import cells_of, choose_own, columns_for
from dashboard.components.table import Sorting, chosen_in, draw_table
from dashboard.components.voices import columns_of, labels_of, row_of
from dashboard.exports import Wanted
from dashboard.texts import text
from data import listing, outlines, own_values

PAGE = 50  # rows: two screens of a table, and 50 strips to draw
BUTTONS, BUTTON = 7, 52  # pages to press at once, and pixels for each: with less room Streamlit hides "2" of 3
FIRST = ("play", "started_at", "name", "course", "dominant", "confidence", "negative")
FURTHER = ("shift", "peak_score", "seconds", "agent", "queue", "flags")  # behind what the team taught

st.title(text("recordings.title"), anchor=False)
model = state.model()
if model is None:
    draw_empty()
    st.stop()
selection = choose_selection(model)
bar = st.container(horizontal=True, vertical_alignment="center")
with bar:
    selection, taught = choose_own(selection, own.used(model.key))
with state.store().reading() as read:
    total = listing.count(read, selection)
if not total:
    st.text(text("recordings.none"))
    st.stop()

column, descending = state.order()
ticked = chosen_in("voices")
with bar:
    st.caption(text("recordings.count", count=formats.count(total)), width="content")
    draw_bulk(Wanted(model, selection, ticked), total=total, key="voices")
    st.space("stretch")
    pages = max(1, -(-total // PAGE))
    number = st.pagination(pages, key="page", bind="query-params", width=BUTTON * (min(pages, BUTTONS) + 2))
with state.store().reading() as read:
    order = listing.Order(column, descending)
    page = listing.page(read, selection, order=order, offset=(number - 1) * PAGE, limit=PAGE)
    ids = [recording.id for recording, _ in page]
    lines = outlines.load(read, ids, model=model.key)
    told = own_values.of(read, ids, versions=[version.id for version in taught])
touched = draw_table(
    [*columns_of(*FIRST), *columns_for(taught), *columns_of(*FURTHER)],
    [
        row_of(
            recording, voice, model=model, outlines=lines, **cells_of(told.get((recording.id, voice.role), {}), taught)
        )
        for recording, voice in page
    ],
    key="voices",
    labels=labels_of(model),
    sorting=Sorting(column, descending, state.sort_by),
    choose=True,
)
state.open_touched(touched)

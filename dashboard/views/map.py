"""The day as a map: near means alike. Filters grey points out; what is drawn around is listed and heard below."""

from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard import own, state
from dashboard.components.beside import choose_beside, draw_shares
from dashboard.components.chosen import draw_chosen, draw_unlike
from dashboard.components.clusters import draw_clusters
from dashboard.components.drift import draw_drift
from dashboard.components.empty import draw_empty
from dashboard.components.example import open_wanted
from dashboard.components.explained import draw_effect, draw_explained
from dashboard.components.filters import choose_selection
from dashboard.components.keeping import draw_keeping
from dashboard.components.mapping import ALIKE, choose_colouring, choose_map, choose_request, choose_sizing
from dashboard.components.scatter import Choice, choice_in, draw_scatter, touched_last
from dashboard.components.waiting import wait_for
from dashboard.degrees import groups_by_measure, is_degree, sizes_of
from dashboard.groups import groups_in
from dashboard.maps import Look, atlas_of, hues, points_of
from dashboard.named import groups_by_column, is_column
from dashboard.panes import Pane, chosen_in_all, common, shares_places
from dashboard.sheets import Sheet, drawn, opened
from dashboard.texts import text
from data.records import Model, Selection

KEYS = ("scatter", "scatter_beside")


def pane_of(sheet: Sheet, selection: Selection, model: Model) -> Pane:
    """A sheet as it is drawn, coloured and sized as chosen; the page ends with a sentence where nothing is left."""
    atlas = atlas_of(sheet.key, sheet.found, model)
    if not len(atlas):
        st.text(text("saved.nothing_left"))
        st.stop()
    theme = state.theme()
    groups = None
    if is_degree(colouring):
        groups = groups_by_measure(atlas, colouring, theme=theme)
    elif is_column(colouring):
        groups = groups_by_column(atlas.captions, colouring, theme=theme)
    look = Look(colouring, theme, sheet.names(), groups)
    points = points_of(atlas, selection, look, name=sheet.key, extent=sheet.extent)
    return Pane(sheet, atlas, points if sizing == ALIKE else replace(points, sizes=sizes_of(atlas, sizing)))


def draw_facts(pane: Pane) -> None:
    """How many points and groups, what the grouping follows, and how far other days' calls have left the map."""
    with st.container(horizontal=True, vertical_alignment="center"):
        present = len(np.unique(pane.atlas.clusters[pane.atlas.clusters >= 0]))
        st.caption(text("map.count", count=f"{len(pane.atlas):,}", clusters=present), width="content")
        if present > 1:
            draw_explained(pane)
    draw_effect(pane)
    draw_drift(pane.sheet)
    for note in pane.atlas.details.get("notes", ()):
        st.text(note)


@st.fragment
def draw_panes(panes: list[Pane]) -> None:
    """The points, the cards of their groups, and what was chosen among them; a lasso redraws this part alone."""
    open_wanted()
    keys = KEYS[: len(panes)]
    where = keys.index(touched_last(keys))
    choices = chosen_in_all(panes, choice_in(panes[where].points, key=keys[where]), where=where)
    for number, (pane, column) in enumerate(
        zip(panes, st.columns(len(panes), vertical_alignment="bottom"), strict=True)
    ):
        with column:
            facts = st.container()  # filled after the picture: of 100,000 points they take a second longer
            draw_scatter(pane.points, key=keys[number], lit=None if number == where else choices[number])
        with facts:
            draw_facts(pane)
    drawn_around = st.container()  # where the eye is after a lasso; a group's list stands below its card
    first, listed = panes[0], draw_groups(panes)
    if listed is not None:
        group = Choice(np.flatnonzero(first.atlas.clusters == listed))
        choices = chosen_in_all(panes, group, where=0)
        if len(panes) > 1 and shares_places(first, panes[1]):
            choices[1] = Choice(np.flatnonzero(panes[1].atlas.clusters == listed))
    with drawn_around if listed is None else st.container():
        for number, (pane, choice) in enumerate(zip(panes, choices, strict=True)):
            if number and not len(choice.points):
                continue  # what to do is said once
            if number:
                st.caption(text("beside.other_list"))
            draw_chosen(pane.atlas, choice.points, key=f"chosen_{number}")
    draw_unlike(first.atlas)


def draw_groups(panes: list[Pane]) -> int | None:
    """The cards of the first sheet's groups; the number of one whose calls somebody wants listed."""
    sheet, atlas = panes[0].sheet, panes[0].atlas
    if not atlas.groups:
        return None
    st.subheader(text("group.title"), anchor=False)
    if len(panes) > 1 and shares_places(*panes):
        draw_shares(*panes)
    groups = groups_in(atlas, sheet.key)
    touched = draw_clusters(atlas, groups, names=sheet.names(), colours=hues(atlas.groups), key="groups")
    if touched.renamed:
        sheet.name_group(*touched.renamed)
        st.rerun()
    present = set(np.unique(atlas.clusters).tolist())
    if absent := [str(number + 1) for number in range(atlas.groups) if number not in present]:
        st.caption(text("group.absent", numbers=", ".join(absent)))
    return touched.listed


st.title(text("map.title"), anchor=False)
model = state.model()
if model is None:
    draw_empty()
    st.stop()
selection = choose_selection(model)
with st.container(horizontal=True, vertical_alignment="bottom"):
    saved = choose_map()
    used = own.used(model.key)
    colouring, sizing = choose_colouring(used), choose_sizing(used)
    request = choose_request(selection) if saved is None else saved.request
    tools = st.container(horizontal=True, vertical_alignment="bottom", width="content")
if saved is not None and saved.model != model.key:
    st.text(text("saved.other_model", model=state.known_models()[saved.model].name))
    st.stop()
sheet = drawn(request) if saved is None else opened(saved, selection)
if isinstance(sheet, int):
    wait_for(sheet)
    st.stop()
with tools:
    draw_keeping(sheet)
    beside = choose_beside(sheet, selection, model)
if isinstance(beside, int):
    wait_for(beside)
    st.stop()
panes = [pane_of(sheet, selection, model)]
if beside is not None:
    days = replace(selection, since=beside.request.selection.since, until=beside.request.selection.until)
    panes.append(pane_of(beside, days, model))
    if not shares_places(*panes) and not common(*panes):
        st.caption(text("beside.nothing_common"))
draw_panes(panes)

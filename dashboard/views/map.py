"""The day as a map: near means alike. Filters grey points out; what is drawn around is listed and heard below."""

from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard import state
from dashboard.components.chosen import draw_chosen
from dashboard.components.clusters import draw_clusters
from dashboard.components.empty import draw_empty
from dashboard.components.filters import choose_selection
from dashboard.components.scatter import Points, draw_scatter
from dashboard.components.waiting import wait_for
from dashboard.groups import follows, groups_in, names_of, rename
from dashboard.maps import COLOURINGS, Atlas, atlas_of, hues, points_of
from dashboard.texts import text
from data import maps
from data.maps import Request


def choose(name: str, options: tuple[str, ...]) -> str:
    """One choice, kept in the address."""
    return st.segmented_control(
        text(f"map.{name}"),
        options,
        default=options[0],
        required=True,
        format_func=lambda option: text(f"map.{option}"),
        key=name,
        bind="query-params",
    )


@st.fragment
def draw_atlas(atlas: Atlas, points: Points) -> None:
    """The points, the cards of their groups, and what was chosen among them; a lasso redraws this part alone."""
    chosen = draw_scatter(points, key="scatter")
    for note in atlas.notes:
        st.caption(note)
    if count := int(atlas.clusters.max(initial=-1)) + 1:
        st.subheader(text("group.title"), anchor=False)
        names = names_of(state.store(), points.map)
        touched = draw_clusters(atlas, groups_in(atlas, points.map), names=names, colours=hues(count), key="groups")
        if touched.renamed:
            rename(state.store(), points.map, number=touched.renamed[0], name=touched.renamed[1])
            st.rerun(scope="fragment")
        if touched.listed is not None:
            chosen = np.flatnonzero(atlas.clusters == touched.listed)
    draw_chosen(atlas, chosen)


st.title(text("map.title"), anchor=False)
model = state.model()
if model is None:
    draw_empty()
    st.stop()
selection = choose_selection(model)
with st.container(horizontal=True):
    colouring = choose("colour", COLOURINGS)
    unit = choose("unit", ("recordings", "windows"))
    method = choose("method", ("umap", "tsne", "pca"))
    space = choose("space", ("embeddings", "scores"))
whole_day = replace(selection, agents=(), queues=(), emotions=(), search="")
request = Request(whole_day, unit=unit, method=method, space=space)
with state.store().reading() as read:
    found = maps.find(read, request)
if found is None:
    wait_for(state.ask_for_map(request))
    st.stop()

atlas = atlas_of(found.key, found, request, model)
count = int(atlas.clusters.max(initial=-1)) + 1
with st.container(horizontal=True, vertical_alignment="center"):
    st.caption(text("map.count", count=f"{len(atlas):,}", clusters=count), width="content")
    if count > 1:
        badge = follows(atlas, found.key)
        st.badge(text(f"group.follows_{badge}"), color="gray", help=text(f"group.follows_{badge}_help"))
draw_atlas(atlas, points_of(atlas, selection, name=found.key, colouring=colouring, theme=state.theme()))

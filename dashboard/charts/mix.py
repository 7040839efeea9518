"""The emotion mix over the hours of a day, as stacked bars."""

from collections.abc import Mapping, Sequence

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard import palette
from dashboard.charts.look import lay_out, plain


def draw_mix(
    shares: NDArray[np.floating],
    *,
    columns: Sequence[str],
    names: Mapping[str, str],
    pale: Sequence[bool],
    theme: str,
) -> go.Figure:
    """Bars of shares (H, L), one per column; ``names`` are emotions by English name, in the order of the columns of
    ``shares``, with how people call them. Bars that are ``pale`` rest on too little to be read closely.
    """
    figure = go.Figure()
    colours = palette.colours(theme)
    places = {name: place for place, name in enumerate(names)}
    for name in (known for known in palette.NAMES if known in places):
        figure.add_trace(
            go.Bar(
                x=list(columns),
                y=shares[:, places[name]],
                name=plain(names[name]),
                marker={"color": colours[name], "opacity": [0.4 if one else 1.0 for one in pale], "line": {"width": 0}},
                hovertemplate="%{x} · " + plain(names[name]) + " %{y:.0%}<extra></extra>",
            )
        )
    lay_out(figure, theme=theme, height=260)
    figure.update_layout(barmode="stack", bargap=0.12, legend={"orientation": "v", "traceorder": "reversed"})
    figure.update_yaxes(tickformat=".0%", range=[0, 1], fixedrange=True)
    figure.update_xaxes(type="category", fixedrange=True, showgrid=False)
    return figure

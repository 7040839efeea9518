"""A share over days, with the interval that says how much of its ups and downs is chance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import plotly.graph_objects as go

from analysis.intervals import Interval
from dashboard import theme as look
from dashboard.charts.look import lay_out, plain


@dataclass(frozen=True, slots=True)
class Line:
    """A share per day; ``name`` says what it is a share of."""

    name: str
    days: Sequence[date]
    shares: Sequence[Interval]


def draw_trend(line: Line, *, theme: str) -> go.Figure:
    """The share as a line with points, its 95 % interval as a band around it."""
    accent = look.SIDES[theme]["primaryColor"]
    days = list(line.days)
    figure = go.Figure()
    band = {"x": days + days[::-1], "y": [share.high for share in line.shares] + [s.low for s in line.shares][::-1]}
    figure.add_trace(
        go.Scatter(**band, fill="toself", fillcolor=accent, opacity=0.18, line={"width": 0}, hoverinfo="skip")
    )
    figure.add_trace(
        go.Scatter(
            x=days,
            y=[share.value for share in line.shares],
            mode="lines+markers",
            line={"color": accent, "width": 2},
            marker={"size": 6},
            customdata=[(share.low, share.high) for share in line.shares],
            hovertemplate=f"%{{x|%Y-%m-%d}} · {plain(line.name)} "
            "%{y:.0%} (%{customdata[0]:.0%}–%{customdata[1]:.0%})<extra></extra>",
        )
    )
    lay_out(figure, theme=theme, height=250)
    figure.update_layout(showlegend=False)
    figure.update_yaxes(tickformat=".0%", range=[0, 1], fixedrange=True)
    figure.update_xaxes(fixedrange=True, showgrid=False, tickformat="%Y-%m-%d", nticks=10)
    return figure

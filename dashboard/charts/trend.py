"""A share over days, with the interval that says how much of its ups and downs is chance."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from analysis.intervals import Interval
from dashboard import theme as look
from dashboard.charts.look import lay_out, plain

DAY = 86_400_000  # milliseconds, as Plotly counts dates
GAP = 7  # days without calls over which nothing is known of the share
MOST_TICKS = 10  # dates that fit side by side


@dataclass(frozen=True, slots=True)
class Line:
    """A share per day; ``name`` says what it is a share of."""

    name: str
    days: Sequence[date]
    shares: Sequence[Interval]


def draw_trend(line: Line, *, theme: str) -> go.Figure:
    """The share as a line with points, each with its 95 % interval."""
    accent = look.SIDES[theme]["primaryColor"]
    days, shares = with_gaps(line)
    interval = {
        "type": "data",
        "array": [share.high - share.value for share in shares],
        "arrayminus": [share.value - share.low for share in shares],
        "thickness": 1,
        "width": 3,
    }
    figure = go.Figure(
        go.Scatter(
            x=days,
            y=[share.value for share in shares],
            error_y=interval,
            mode="lines+markers",
            line={"color": accent, "width": 2},
            marker={"size": 7},
            customdata=[(share.low, share.high) for share in shares],
            hovertemplate=f"%{{x|%Y-%m-%d}} · {plain(line.name)} "
            "%{y:.0%} (%{customdata[0]:.0%}–%{customdata[1]:.0%})<extra></extra>",
        )
    )
    lay_out(figure, theme=theme, height=250)
    figure.update_layout(showlegend=False)
    figure.update_yaxes(tickformat=".0%", range=[0, 1.02], fixedrange=True)
    figure.update_xaxes(fixedrange=True, showgrid=False, tickformat="%Y-%m-%d", dtick=DAY if is_short(line) else None)
    return figure


def with_gaps(line: Line) -> tuple[list[date], list[Interval]]:
    """Days and shares, with one that is no number where more than ``GAP`` days have no calls: no line crosses them."""
    days, shares = list[date](), list[Interval]()
    for day, share in zip(line.days, line.shares, strict=True):
        if days and (day - days[-1]).days > GAP:
            days.append(days[-1] + timedelta(days=1))
            shares.append(Interval(math.nan, math.nan, math.nan))
        days.append(day)
        shares.append(share)
    return days, shares


def is_short(line: Line) -> bool:
    """Whether each day from first to last can have its own tick; Plotly would otherwise repeat the dates of a few days.

    Days without calls count too: two calls a year apart would get 365 ticks, on which a browser stands still.
    """
    return not line.days or (max(line.days) - min(line.days)).days < MOST_TICKS

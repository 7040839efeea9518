"""How accuracy grew with the number of labels, against guessing."""

from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from dashboard import theme as look
from dashboard.charts.look import REST, lay_out, plain
from dashboard.texts import text


def draw_learning(
    curve: Sequence[Sequence[float]], accuracy: Sequence[float], *, chance: float, theme: str
) -> go.Figure:
    """Points (labels, balanced accuracy); ``accuracy`` is value, low and high of the last one, all labels."""
    accent = look.SIDES[theme]["primaryColor"]
    sizes, values = [point[0] for point in curve], [point[1] for point in curve]
    last = len(curve) - 1
    spread = {
        "type": "data",
        "array": [accuracy[2] - accuracy[0] if place == last else 0 for place in range(len(curve))],
        "arrayminus": [accuracy[0] - accuracy[1] if place == last else 0 for place in range(len(curve))],
        "thickness": 1,
        "width": 3,
    }
    figure = go.Figure(
        go.Scatter(
            x=sizes, y=values, error_y=spread, mode="lines+markers", line={"color": accent, "width": 2},
            marker={"size": 7}, hovertemplate="%{x} · %{y:.2f}<extra></extra>",
        )
    )  # fmt: skip
    guessing = {"text": plain(text("own.chance")), "x": 0, "xanchor": "left"}
    figure.add_hline(y=chance, line={"color": REST[theme], "dash": "dot"}, annotation=guessing)
    lay_out(figure, theme=theme, height=230)
    figure.update_layout(showlegend=False)
    figure.update_yaxes(range=[0, 1.02], fixedrange=True, title=_axis("own.accuracy"))
    figure.update_xaxes(fixedrange=True, showgrid=False, title=_axis("own.learned_from"), rangemode="tozero")
    return figure


def _axis(key: str) -> dict[str, Any]:
    return {"text": plain(text(key)), "font": {"size": 13}}

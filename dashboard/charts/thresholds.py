"""How many calls a rule would catch at each threshold: where the line falls steeply, a threshold matters."""

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from dashboard import theme as look
from dashboard.charts.look import lay_out, plain

LOWEST = 5  # hundredths; below it nearly everything is caught, and the rest would be flat


def draw_thresholds(caught: NDArray[np.integer], *, level: int, names: tuple[str, str], theme: str) -> go.Figure:
    """A line over (101,) counts, and the chosen threshold as a point; ``names`` are those of the axes."""
    accent = look.SIDES[theme]["primaryColor"]
    levels = np.arange(LOWEST, 101)
    hover = f"{plain(names[0])} %{{x:.2f}}: %{{y:,}}<extra></extra>"
    figure = go.Figure(
        go.Scatter(
            x=levels / 100,
            y=caught[LOWEST:],
            mode="lines",
            line={"color": accent, "width": 2, "shape": "vh"},
            hovertemplate=hover,
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[level / 100],
            y=[int(caught[level])],
            mode="markers",
            marker={"color": accent, "size": 11},
            hovertemplate=hover,
        )
    )
    lay_out(figure, theme=theme, height=190)
    figure.update_layout(showlegend=False)
    figure.update_xaxes(title={"text": plain(names[0]), "standoff": 4}, range=[LOWEST / 100, 1], fixedrange=True)
    figure.update_yaxes(title={"text": plain(names[1])}, rangemode="tozero", fixedrange=True)
    return figure

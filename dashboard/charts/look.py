"""How every chart looks, and the one way text gets into one: Plotly would render tags and links found in it."""

import html

import plotly.graph_objects as go

from dashboard import palette

# Twelve hues for groups that are no emotions (clusters, queues, agents): Paul Tol's "muted" and "light" schemes.
GROUPS = (
    "#4477AA", "#EE6677", "#228833", "#CCBB44", "#66CCEE", "#AA3377", "#EE8866", "#44BB99", "#997700", "#7F7FC4",
    "#BBCC33", "#882255",
)  # fmt: skip
FONT = "Source Sans, sans-serif"  # the pages' own, which Streamlit brings along
REST = {"light": "#C9CED5", "dark": "#3A414B"}  # context, noise, and groups beyond the twelfth


def plain(text: str) -> str:
    """Text that Plotly shows as it is: a name can bring no tag, link or entity into a chart."""
    return html.escape(text, quote=False).replace("%{", "%&#123;")


def lay_out(figure: go.Figure, *, theme: str, height: int) -> go.Figure:
    """Margins, fonts and lines of the page's theme."""
    ink = "#1B1F24" if theme == "light" else "#E6E9ED"
    line = "#DCE0E5" if theme == "light" else "#2C323A"
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"color": ink, "size": 13, "family": FONT},
        hoverlabel={"bgcolor": palette.PAGE[theme], "bordercolor": line, "font": {"color": ink, "size": 13}},
        legend={"itemsizing": "constant", "font": {"size": 13}},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": ink, "activecolor": ink},
    )
    figure.update_xaxes(automargin=True, gridcolor=line, zerolinecolor=line, linecolor=line)
    figure.update_yaxes(automargin=True, gridcolor=line, zerolinecolor=line, linecolor=line)
    return figure

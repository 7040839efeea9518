"""How the pages look, as Streamlit's options: one accent that is no emotion's colour, small radii, little shouting."""

from typing import Any

from dashboard.palette import DARK, LIGHT, NAMES, PAGE, PANEL

BOTH: dict[str, Any] = {
    "baseFontSize": 15,
    "baseRadius": "6px",
    "headingFontSizes": ["1.7rem", "1.25rem", "1.05rem", "1rem", "1rem", "1rem"],
    "headingFontWeights": [650, 600, 600, 600, 600, 600],
    "metricValueFontSize": "1.6rem",
    "paddingTop": "1.25rem",
    "paddingBottom": "3rem",
}
SIDES: dict[str, dict[str, Any]] = {
    "light": {
        "primaryColor": "#24507A",
        "backgroundColor": PAGE["light"],
        "secondaryBackgroundColor": PANEL["light"],
        "textColor": "#1B1F24",
        "borderColor": "#DCE0E5",
        "chartCategoricalColors": [LIGHT[name] for name in NAMES],
    },
    "dark": {
        "primaryColor": "#4C8ACB",
        "backgroundColor": PAGE["dark"],
        "secondaryBackgroundColor": PANEL["dark"],
        "textColor": "#E6E9ED",
        "borderColor": "#2C323A",
        "chartCategoricalColors": [DARK[name] for name in NAMES],
    },
}


def options() -> dict[str, Any]:
    """All of it under Streamlit's names, e.g. ``theme.dark.textColor``: what the server is started with.

    The categorical colours are the palette in its drawing order: our own components read them from the page, so that
    they follow a switch of theme at once.
    """
    shared = {f"theme.{name}": value for name, value in BOTH.items()}
    return shared | {f"theme.{side}.{name}": value for side, kept in SIDES.items() for name, value in kept.items()}

"""One line of the results."""

from typing import Any

Figure = dict[str, Any]


def figure(
    name: str, value: float, unit: str, baseline: float | None = None, *, more_is_better: bool = False
) -> Figure:
    """Name, value, unit, the value of what it is compared with, and how many times as good as that it is."""
    ratio = None
    if baseline is not None and value and baseline:
        ratio = value / baseline if more_is_better else baseline / value
    return {"name": name, "value": value, "unit": unit, "baseline": baseline, "ratio": ratio}

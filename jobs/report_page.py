"""The page of an evaluation: tables and plots as inline SVG, no script, nothing fetched; every name is escaped."""

from html import escape

import numpy as np

from analysis.calibration import Reliability
from analysis.evaluation import Evaluation
from analysis.intervals import Interval
from jobs.report import Report

STYLE = """
:root { color-scheme: light dark; --ink: light-dark(#1d2733, #e6ebf0); --soft: light-dark(#5b6875, #9aa7b4);
  --line: light-dark(#d7dde3, #3a444e); --mark: light-dark(#1f5fa8, #7db4f0); --page: light-dark(#ffffff, #14191f); }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page); max-width: 62rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem } h2 { font-size: 1.15rem; margin-top: 2.2rem }
p.note { color: var(--soft) } table { border-collapse: collapse } .wide { overflow-x: auto }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right }
th:first-child, td:first-child { text-align: left } svg text { fill: var(--ink); font: 13px system-ui, sans-serif }
"""


def as_page(report: Report) -> str:
    """One self-contained HTML document."""
    free, among = report.agreement.free, report.agreement.among
    counted = int(free.confusion.sum())
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{escape(report.model.name)}: evaluation</title><style>{STYLE}</style></head><body>
<h1>{escape(report.model.name)} against what people heard</h1>
<p class="note">{counted} of {report.rows} labelled rows could be counted · {escape(report.model.key)}</p>
<table><tr><th></th><th>share</th><th>95 % interval</th></tr>
{_figure("Accuracy", free.accuracy)}
{_figure("Unweighted average recall", free.recall)}
{_figure("The same, choosing only among the table’s labels", among.recall)}
</table>
<p class="note">The average recall counts every emotion alike, however rare; its interval redraws whole speakers
(without a speaker column, whole files).</p>
<h2>Each emotion</h2>
{_labels(free)}
<h2>Confusions</h2>
<p class="note">A row for what people heard, a column for what the model heard; shares of the row.</p>
<div class="wide">{confusion_svg(free)}</div>
<h2>Do the scores mean what they say?</h2>
<p>Expected calibration error {report.agreement.reliability.error:.3f}. On these rows a temperature of
{report.agreement.temperature:.2f} would fit best (1 is what the model has; above 1 it is too sure of itself).</p>
<div class="wide">{reliability_svg(report.agreement.reliability)}</div>
{_left_out("Labels that the model does not have", report.unknown)}
{_left_out("Rows that could not be read", report.unread)}
</body></html>
"""


def confusion_svg(evaluation: Evaluation, *, cell: int = 62) -> str:
    """Confusion matrix as shaded cells with shares of the row in per cent and counts as their titles."""
    rows = np.flatnonzero(evaluation.confusion.sum(axis=1))
    left, top = 110, 34
    parts = []
    for column, label in enumerate(evaluation.labels):
        parts.append(_text(left + (column + 0.5) * cell, top - 12, label[:9], "middle"))
    for line, row in enumerate(rows):
        counts = evaluation.confusion[row]
        y = top + line * cell / 1.6
        parts.append(_text(left - 10, y + cell / 3.2 + 5, evaluation.labels[row], "end"))
        for column, count in enumerate(counts):
            share = count / counts.sum()
            parts.append(
                f"<g><title>{escape(evaluation.labels[row])}, heard as "
                f"{escape(evaluation.labels[column])}: {count}</title>"
                f'<rect x="{left + column * cell}" y="{y:.1f}" width="{cell - 2}" height="{cell / 1.6 - 2:.1f}" '
                f'fill="var(--mark, #1f5fa8)" fill-opacity="{0.06 + 0.7 * share:.3f}"/>'
                f"{_text(left + (column + 0.5) * cell, y + cell / 3.2 + 5, f'{100 * share:.0f}', 'middle')}</g>"
            )
    width, height = left + len(evaluation.labels) * cell, top + len(rows) * cell / 1.6
    return _svg(width, height, "confusion matrix", parts)


def reliability_svg(curve: Reliability, *, size: int = 320) -> str:
    """Accuracy over confidence; the dashed line is what a calibrated model shows, dots grow with their count."""
    left, top = 46, 12
    parts = [
        f'<line x1="{left}" y1="{top + size}" x2="{left + size}" y2="{top}" stroke="currentColor" '
        'stroke-dasharray="5 5" stroke-opacity="0.5"/>',
        f'<rect x="{left}" y="{top}" width="{size}" height="{size}" fill="none" stroke="currentColor" '
        'stroke-opacity="0.3"/>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(_text(left + tick * size, top + size + 18, f"{tick:g}", "middle"))
        parts.append(_text(left - 8, top + size - tick * size + 5, f"{tick:g}", "end"))
    largest = curve.count.max()
    for confidence, accuracy, count in zip(curve.confidence, curve.accuracy, curve.count, strict=True):
        radius = 3 + 9 * np.sqrt(count / largest)
        parts.append(
            f'<circle cx="{left + confidence * size:.1f}" cy="{top + size - accuracy * size:.1f}" r="{radius:.1f}" '
            f'fill="var(--mark, #1f5fa8)" fill-opacity="0.75"><title>score {confidence:.2f}, right {accuracy:.2f}, '
            f"{count} rows</title></circle>"
        )
    parts.append(_text(left + size / 2, top + size + 38, "score of the dominant emotion", "middle"))
    parts.append(_text(left, top + size + 58, "upwards: share that was right", "start"))
    return _svg(left + size + 16, top + size + 66, "reliability curve", parts)


def _svg(width: float, height: float, label: str, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _figure(name: str, interval: Interval) -> str:
    return f"<tr><td>{name}</td><td>{100 * interval.value:.1f} %</td><td>{_span(interval)}</td></tr>"


def _labels(evaluation: Evaluation) -> str:
    rows = "".join(
        f"<tr><td>{escape(one.label)}</td><td>{one.count}</td><td>{one.heard}</td><td>{_share(one.recall)}</td>"
        f"<td>{_share(one.precision)}</td><td>{'–' if one.f1 is None else f'{100 * one.f1:.0f} %'}</td></tr>"
        for one in evaluation.per_label
    )
    head = "<tr><th>emotion</th><th>rows</th><th>heard</th><th>recall</th><th>precision</th><th>F1</th></tr>"
    return f'<div class="wide"><table>{head}{rows}</table></div>'


def _share(interval: Interval | None) -> str:
    return "–" if interval is None else f"{100 * interval.value:.0f} % ({_span(interval)})"


def _span(interval: Interval) -> str:
    return f"{100 * interval.low:.0f} to {100 * interval.high:.0f}"


def _left_out(title: str, counted: dict[str, int]) -> str:
    if not counted:
        return ""
    rows = "".join(f"<tr><td>{escape(name)}</td><td>{count}</td></tr>" for name, count in sorted(counted.items()))
    return f"<h2>{escape(title)}</h2><p>They are left out of every figure.</p><table>{rows}</table>"

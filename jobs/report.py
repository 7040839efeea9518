"""An evaluation as text, as JSON and as one HTML page that needs nothing else."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analysis.calibration import Reliability
from analysis.evaluation import Evaluation
from analysis.intervals import Interval
from data.records import Model


@dataclass(frozen=True, slots=True, eq=False)
class Agreement:
    """How readings agree with labels."""

    free: Evaluation  # the model chooses among all its labels
    among: Evaluation  # it chooses among those that occur in the table, as published figures do
    reliability: Reliability  # of the free choice
    temperature: float  # that would calibrate it best on these rows; 1 is what it is


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """What a model got right of labelled rows, and what could not be counted."""

    model: Model
    rows: int  # of the table
    agreement: Agreement
    unknown: Counter[str] = field(default_factory=Counter)  # labels that the model does not have, and their rows
    unread: Counter[str] = field(default_factory=Counter)  # why rows could not be counted, and how many


def write(report: Report, out: Path) -> None:
    """Write report.txt, report.json and report.html into the folder ``out``."""
    from jobs.report_page import as_page

    out.mkdir(parents=True, exist_ok=True)
    (out / "report.txt").write_text(as_text(report) + "\n", encoding="utf-8")
    (out / "report.json").write_text(json.dumps(as_json(report), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    (out / "report.html").write_text(as_page(report), encoding="utf-8")


def as_text(report: Report) -> str:
    """The report for a terminal."""
    agreement = report.agreement
    free, among = agreement.free, agreement.among
    counted = int(free.confusion.sum())
    lines = [
        f"{report.model.name} (revision {report.model.revision}) on {counted} of {report.rows} rows",
        f"accuracy                   {_percent(free.accuracy)}",
        f"unweighted average recall  {_percent(free.recall)}",
        f"the same, choosing only among the labels of the table: {_percent(among.recall)}",
        f"calibration error          {agreement.reliability.error:.3f}; best temperature {agreement.temperature:.2f}",
        "",
        f"{'label':<12} {'rows':>6} {'heard':>6}  {'recall':<22} {'precision':<22} F1",
    ]
    lines += [
        f"{one.label:<12} {one.count:>6} {one.heard:>6}  {_percent(one.recall):<22} {_percent(one.precision):<22} "
        f"{'–' if one.f1 is None else f'{100 * one.f1:.0f} %'}"
        for one in free.per_label
    ]
    lines += ["", "confusions: a row for what people heard, a column for what the model heard", *_table(free)]
    if report.unknown:
        lines += ["", "labels that the model does not have (left out of every figure):"]
        lines += [f"  {name}: {count} rows" for name, count in report.unknown.most_common()]
    if report.unread:
        lines += ["", "rows that could not be read (left out of every figure):"]
        lines += [f"  {count} × {reason}" for reason, count in report.unread.most_common()]
    return "\n".join(lines)


def as_json(report: Report) -> dict[str, Any]:
    """The report as plain values; shares are between 0 and 1, intervals 95 %."""
    return {
        "model": {"name": report.model.name, "key": report.model.key, "labels": list(report.model.labels)},
        "rows": report.rows,
        "counted": int(report.agreement.free.confusion.sum()),
        "free_choice": _evaluation(report.agreement.free),
        "among_the_tables_labels": _evaluation(report.agreement.among),
        "calibration": {
            "expected_error": report.agreement.reliability.error,
            "best_temperature": report.agreement.temperature,
            "confidence": report.agreement.reliability.confidence.tolist(),
            "accuracy": report.agreement.reliability.accuracy.tolist(),
            "count": report.agreement.reliability.count.tolist(),
        },
        "labels_the_model_does_not_have": dict(report.unknown),
        "rows_not_read": dict(report.unread),
    }


def _evaluation(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "accuracy": _interval(evaluation.accuracy),
        "unweighted_average_recall": _interval(evaluation.recall),
        "labels": list(evaluation.labels),
        "confusion": evaluation.confusion.tolist(),
        "per_label": [
            {
                "label": one.label,
                "count": one.count,
                "heard": one.heard,
                "recall": _interval(one.recall),
                "precision": _interval(one.precision),
                "f1": one.f1,
            }
            for one in evaluation.per_label
        ],
    }


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.value, interval.low, interval.high]


def _percent(interval: Interval | None) -> str:
    if interval is None:
        return "–"
    return f"{100 * interval.value:.1f} % ({100 * interval.low:.1f} to {100 * interval.high:.1f})"


def _table(evaluation: Evaluation) -> list[str]:
    head = " " * 12 + "".join(f"{label[:9]:>10}" for label in evaluation.labels)
    rows = [
        f"{label:<12}" + "".join(f"{count:>10}" for count in row)
        for label, row in zip(evaluation.labels, evaluation.confusion, strict=True)
        if row.sum()
    ]
    return [head, *rows]

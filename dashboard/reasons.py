"""Why a call stands on the worklist, said in the page's language."""

from analysis.labels import english
from analysis.worklist import Entry
from dashboard import formats
from dashboard.texts import text
from data.records import Model, Voice


def reason_of(entry: Entry, voice: Voice, *, seconds: float, model: Model) -> str:
    """The reason of one entry: what, how strongly, how long, and when."""
    numbers = voice.numbers
    at = formats.clock(entry.second)
    if entry.kind == "run":
        start, length = numbers["longest_negative_run_start"], numbers["longest_negative_run"]
        quarter = min(4, 1 + int(4 * (start + length / 2) / max(seconds, 1e-9)))
        return text(
            "today.reason_run",
            emotion=text(f"emotion.{english(model.labels[int(numbers['longest_negative_run_label'])])}"),
            score=formats.score(numbers["longest_negative_run_score"]),
            seconds=f"{length:.0f}",
            part=text(f"today.quarter_{quarter}"),
            at=at,
        )
    if entry.kind == "turn":
        shift = f"{numbers['shift']:+.2f}"
        return text("today.reason_turn", score=formats.score(numbers.get("last_quarter", 0.0)), shift=shift, at=at)
    if "peak_label" not in numbers:
        return text("today.reason_none")
    emotion = text(f"emotion.{english(model.labels[int(numbers['peak_label'])])}")
    return text("today.reason_peak", emotion=emotion, score=formats.score(numbers["peak_score"]), at=at)

"""How a finished model reads whole calls: a folder of recordings with ``turns.csv``, who says what in which emotion.

Only for measuring: nothing is learnt or chosen from it.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from analysis.curves import Curves
from analysis.evaluation import Evaluation
from analysis.evaluation import evaluate as compare
from analysis.labels import english
from data.records import CUSTOMER, Timeline
from inference.contract import EmotionModel
from jobs.evaluate import measure, voices_of
from jobs.labelled import Labelled, load
from jobs.report import Report

TURNS = "turns.csv"


@dataclass(frozen=True, slots=True, eq=False)
class Day:
    """Figures of the customers' channel."""

    turns: Report  # a turn's scores are the mean over its frames
    frames: Evaluation  # each 20 ms frame inside a turn on its own
    smoothed: Evaluation  # the same after a moving average of one second, as the page draws the curve


def read(folder: Path, model: EmotionModel) -> Day:
    """Read every call of the folder as the product does."""
    rows = [row for row in load(folder / TURNS) if row.role == CUSTOMER]
    names = [english(label) for label in model.card.labels]
    known = [row for row in rows if row.emotion in names]
    truth: list[NDArray[np.intp]] = []
    plain: list[NDArray[np.intp]] = []
    smooth: list[NDArray[np.intp]] = []
    for file in sorted({row.file for row in known}):
        mine = [row for row in known if row.file == file]
        line = voices_of(folder, file, mine, model)[CUSTOMER].timeline
        if line is None:
            continue  # the turns' report says so
        curve = Curves(line, speech_only=False).every_frame()
        for row in mine:
            inside = _inside(line, row)
            truth.append(np.full(inside.sum(), names.index(row.emotion)))
            plain.append(line.logits[inside].argmax(axis=1))
            smooth.append(curve[inside].argmax(axis=1))
    turn = np.repeat(np.arange(len(truth)), [len(one) for one in truth])
    every = np.concatenate(truth)
    return Day(
        turns=measure(folder, rows, model),
        frames=compare(every, np.concatenate(plain), labels=names, groups=turn),
        smoothed=compare(every, np.concatenate(smooth), labels=names, groups=turn),
    )


def _inside(line: Timeline, row: Labelled) -> NDArray[np.bool_]:
    """Which frames of the timeline are speech inside the turn."""
    start, end = (0.0, np.inf) if row.start is None or row.end is None else (row.start, row.end)
    times = line.frames * line.step
    inside: NDArray[np.bool_] = (times >= start) & (times < end) & line.speech
    return inside

"""``evaluate``: hold a model against what people heard, on the product's own path from file to score."""

import argparse
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np

from analysis.calibration import best_temperature, reliability
from analysis.evaluation import evaluate as compare
from analysis.labels import english
from analysis.scores import Cumulative, softmax
from data.records import AGENT, CUSTOMER, MIXED, Floats, Model, Recording
from data.voices import Told
from inference.contract import EmotionModel
from inference.errors import InferenceError
from inference.sandbox import decode_safely
from jobs.errors import NothingToDo
from jobs.labelled import Labelled, load, outside
from jobs.listen import cut, listen, roles_for
from jobs.report import Agreement, Report, as_text, write

# What was heard in a file, by role, of which those are read that the rows speak of; ``NothingToDo`` says why nothing.
Hear = Callable[[str, Sequence[Labelled]], Mapping[str, Told]]


def evaluate(folder: Path, *, labels: Path, model: EmotionModel, out: Path) -> Report:
    """Read every labelled file of ``folder`` and write report.txt, report.json and report.html to ``out``.

    ``labels`` is a CSV: see ``jobs.labelled.load``. Raises ``NothingToDo`` where nothing can be counted.
    """
    report = measure(folder, load(labels), model)
    write(report, out)
    return report


def measure(folder: Path, rows: Sequence[Labelled], model: EmotionModel) -> Report:
    """Compare a model's readings with labelled rows of a folder's files."""
    return counted(rows, model.card, lambda file, wanted: voices_of(folder, file, wanted, model))


def counted(rows: Sequence[Labelled], model: Model, hear: Hear) -> Report:
    """Compare what a model heard in each file with labelled rows. ``NothingToDo`` where none can be counted."""
    names = tuple(english(label) for label in model.labels)
    unknown, unread = outside(rows, names), Counter[str]()
    kept: list[Labelled] = []
    logits: list[Floats] = []
    for row, heard in _heard([row for row in rows if row.emotion in names], hear):
        if isinstance(heard, str):
            unread[heard] += 1
        else:
            kept.append(row)
            logits.append(heard)
    if not kept:
        reasons = "; ".join([*(f"the model has no label {name!r}" for name in list(unknown)[:5]), *list(unread)[:5]])
        raise NothingToDo(f"none of the {len(rows)} labelled rows could be counted: {reasons}")
    agreement = compared(kept, np.stack(logits).astype(np.float32), labels=names)
    return Report(model, len(rows), agreement, unknown, unread)


def compared(rows: Sequence[Labelled], logits: Floats, *, labels: tuple[str, ...]) -> Agreement:
    """Labelled rows against logits (N, L) of English ``labels``."""
    truth = np.array([labels.index(row.emotion) for row in rows])
    _, voices = np.unique([row.voice for row in rows], return_inverse=True)
    occurring = np.isin(np.arange(len(labels)), truth)
    among = np.where(occurring, logits, -np.inf).argmax(axis=1)
    return Agreement(
        free=compare(truth, logits.argmax(axis=1), labels=labels, groups=voices),
        among=compare(truth, among, labels=labels, groups=voices),
        reliability=reliability(softmax(logits), truth),
        temperature=best_temperature(logits, truth),
    )


def evaluate_command(chosen: argparse.Namespace) -> int:
    """``toneatlas evaluate FOLDER --labels CSV --model NAME --out FOLDER``."""
    from data.home import Home
    from inference.models import load as load_model

    models = Home.from_environment().models
    model = load_model(chosen.model, models=models, device=chosen.device, precision=chosen.precision)
    out = Path(chosen.out)
    print(as_text(evaluate(Path(chosen.folder), labels=Path(chosen.labels), model=model, out=out)))
    print(f"written to {out / 'report.html'}, report.txt and report.json")
    return 0


def _heard(rows: Sequence[Labelled], hear: Hear) -> Iterator[tuple[Labelled, Floats | str]]:
    """Logits (L,) of each row, or the reason why there are none; each file is heard once."""
    for file, group in groupby(sorted(rows, key=lambda row: row.file), key=lambda row: row.file):
        wanted = list(group)
        try:
            voices = hear(file, wanted)
        except (InferenceError, NothingToDo) as error:
            yield from ((row, str(error)) for row in wanted)
            continue
        for row in wanted:
            yield row, _logits(row, voices)


def voices_of(folder: Path, file: str, rows: Sequence[Labelled], model: EmotionModel) -> dict[str, Told]:
    """All roles of one file, of which those are read that the rows speak of."""
    path = _inside(folder, file)
    audio, about = decode_safely(path, name=path.name)
    roles = roles_for(len(audio.samples), (AGENT, CUSTOMER))
    recording = Recording(
        file, path.name, about.seconds, len(roles), about.rate, about.codec, path.stat().st_size, roles
    )
    wanted = [role for role in roles if any(role == (row.role or _default(roles)) for row in rows)]
    return {told.voice.role: told for told in listen(cut(recording, audio, read=wanted), model)}


def _inside(folder: Path, file: str) -> Path:
    try:
        path = (folder / file).resolve()
        is_there = path.is_file()
    except (OSError, ValueError) as error:  # longer than names are, or with a zero byte in it
        raise NothingToDo("no file can have the name that the table gives") from error
    if not path.is_relative_to(folder.resolve()):
        raise NothingToDo("the table names a file outside the folder")
    if not is_there:
        raise NothingToDo("the file is not in the folder")
    return path


def _default(roles: Sequence[str]) -> str:
    return CUSTOMER if CUSTOMER in roles else roles[0]


def _logits(row: Labelled, voices: Mapping[str, Told]) -> Floats | str:
    role = row.role or _default(list(voices))
    if role not in voices and list(voices) == [MIXED]:
        role = MIXED  # a mono file has no roles
    if role not in voices:
        return f"the file has no {role}"
    told = voices[role]
    if told.timeline is None or told.voice.speech_scores is None:
        return told.voice.reason or "nothing was read"
    if row.start is None or row.end is None:
        return np.log(np.maximum(told.voice.speech_scores, 1e-12)).astype(np.float32)
    logits: Floats = Cumulative(told.timeline).many([row.start], [row.end])[0]
    return logits if np.isfinite(logits).all() else "nobody was heard in the turn"

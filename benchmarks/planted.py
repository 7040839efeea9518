"""Are the planted groups of a scripted day found? Measures what `analyze` has left in the store against the scripts.

    python -m toneatlas analyze ../shared/day
    python -m benchmarks.planted ../shared/day

The folder holds ``scripts.csv`` (file, script) and ``turns.csv`` (file, role, start, end, emotion). Nothing is chosen
or fitted on it.
"""

import argparse
import csv
import warnings
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from analysis.clustering import cluster
from analysis.explain import agreement, explain, verdict
from analysis.hotspots import hotspots
from analysis.labels import english
from analysis.profiles import profiles
from analysis.projection import project
from analysis.review import gain
from analysis.worklist import worklist
from data import models, schema, voices
from data.home import Home
from data.records import CUSTOMER, Model, Reading, Voice
from data.store import Store

NEGATIVE = {"escalation", "distress", "sorrow", "recovered"}  # scripts in which the customer is angry, afraid or sad


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call of the day with what a model heard and what was scripted."""

    name: str
    hour: int
    queue: str
    language: str
    seconds: float
    script: str
    voice: Voice
    readings: list[Reading]
    emotions: list[str]  # scripted, of each reading

    @property
    def planted(self) -> bool:
        """Whether the call is of the queue and hour in which customers in fear were planted."""
        return self.queue == "loans" and self.hour == 14


def load(store: Store, folder: Path) -> tuple[list[Call], Model]:
    """The customers' voices as the model that was used last read them."""
    scripts = {row["file"]: row["script"] for row in rows_of(folder / "scripts.csv")}
    turns = [row for row in rows_of(folder / "turns.csv") if row["role"] == CUSTOMER]
    with store.reading() as read:
        newest = sa.select(schema.voice.c.model).order_by(schema.voice.c.read_at.desc()).limit(1)
        model = models.load(read)[read.scalars(newest).one()]
        calls = []
        for row in read.execute(sa.select(schema.recording).where(schema.recording.c.name.in_(scripts))):
            heard = {voice.role: voice for voice in voices.load(read, row.id, model=model.key)}
            readings = voices.readings(read, row.id, model=model.key, role=CUSTOMER)
            mine = [turn for turn in turns if turn["file"] == row.name]
            calls.append(
                Call(
                    row.name, row.started_at.hour, row.queue, row.metadata.get("language", ""), row.seconds,
                    scripts[row.name], heard[CUSTOMER], readings, [_scripted(mine, reading) for reading in readings],
                )
            )  # fmt: skip
    return calls, model


def report(calls: list[Call], labels: tuple[str, ...]) -> list[str]:
    """Every figure as a line."""
    return [*_windows(calls, labels), *_maps(calls, labels), *_planted(calls, labels), *_worklist(calls, labels)]


def _windows(calls: list[Call], labels: tuple[str, ...]) -> list[str]:
    truth = [emotion for call in calls for emotion in call.emotions]
    found = [english(labels[int(each.scores.argmax())]) for call in calls for each in call.readings]
    kinds = sorted(set(truth) - {""})
    recalls = {kind: np.mean([a == kind for a, b in zip(found, truth, strict=True) if b == kind]) for kind in kinds}
    right = np.mean([a == b for a, b in zip(found, truth, strict=True) if b])
    parts = ", ".join(f"{kind} {recall:.2f}" for kind, recall in recalls.items())
    mean = float(np.mean(list(recalls.values())))
    return [f"windows: {len(truth)}, right {right:.3f}, mean of the emotions' recalls {mean:.3f} ({parts})"]


def _maps(calls: list[Call], labels: tuple[str, ...]) -> list[str]:
    windows = [(call, row) for call in calls for row in range(len(call.readings))]
    embeddings = np.stack([call.readings[row].embedding for call, row in windows])
    scores = np.sqrt(np.stack([call.readings[row].scores for call, row in windows]))
    kinds = {
        "emotion": [call.emotions[row] for call, row in windows],
        "file": [call.name for call, _ in windows],
        "language": [call.language for call, _ in windows],
    }
    lines = []
    for name, vectors in (("embeddings", embeddings), ("scores", scores)):
        drawn = project(vectors)
        share, chance = agreement(drawn.reduced, kinds["emotion"], apart=kinds["file"])
        lines.append(
            f"{name} of windows: 10 neighbours from other calls share the emotion {share:.2f}, chance {chance:.2f}"
        )
        for fine in (False, True):
            clusters = cluster(drawn.coordinates, fine=fine)
            told = explain(clusters.labels, kinds)
            each = ", ".join(f"{kind} {one.information:.2f}" for kind, one in told.items())
            purity = f"purity {told['emotion'].purity:.2f}, chance {told['emotion'].chance:.2f}"
            lines.append(
                f"  {'fine ' if fine else ''}clusters {clusters.count}, noise {np.mean(clusters.labels < 0):.2f}, "
                f"{purity}; mutual information: {each}; follows {verdict(told)}"
            )
    return lines


def _planted(calls: list[Call], labels: tuple[str, ...]) -> list[str]:
    scores = np.array([[call.voice.numbers[f"mean:{label}"] for label in labels] for call in calls])
    fearful = [english(label) for label in labels].index("fearful")
    planted = np.array([call.planted for call in calls])
    lift = scores[planted, fearful].mean() / scores[:, fearful].mean()
    lines = [f"fearful in loans, 14–15 h: {planted.sum()} calls, {lift:.2f} times the day's mean score"]
    group = profiles(
        np.where(planted, 0, 1).astype(np.int32) if planted.sum() else np.zeros(len(calls), np.int32),
        scores.astype(np.float32),
        kinds={"emotion": [call.voice.dominant for call in calls], "queue": [call.queue for call in calls]},
    )[0]
    lines.append(f"  as a group it is named: {group.name}")
    for spot in hotspots(scores, [call.hour for call in calls], [call.queue for call in calls], labels=labels):
        told = dict(Counter(calls[row].script for row in spot.rows))
        lines.append(
            f"hotspot: {spot.emotion} · {spot.name} {spot.lift:.2f}×, chance {spot.chance:.3f}; scripts {told}"
        )
    return lines


def _worklist(calls: list[Call], labels: tuple[str, ...]) -> list[str]:
    entries = worklist(
        [call.voice for call in calls], [call.seconds for call in calls], labels=labels, count=len(calls)
    )
    order = [entry.row for entry in entries]
    first = Counter(calls[row].script for row in order[:10])
    lines = [f"worklist, first 10: {dict(first)}; precision {sum(first[name] for name in NEGATIVE) / 10:.1f}"]
    for what, wanted in (("calls with a negative script", NEGATIVE), ("escalations", {"escalation"})):
        lines.append("  " + gain(order, [call.script in wanted for call in calls]).sentence(15, what=what))
    return [*lines, *(f"  {calls[entry.row].script}: {entry.reason}" for entry in entries[:5])]


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def _scripted(turns: list[dict[str, str]], reading: Reading) -> str:
    """The emotion of the turn that shares most time with the window; empty where none does."""
    window = reading.window
    shared = [min(window.end, float(turn["end"])) - max(window.start, float(turn["start"])) for turn in turns]
    return turns[int(np.argmax(shared))]["emotion"] if shared and max(shared) > 0 else ""


def main() -> None:
    """Print the report of the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    warnings.simplefilter("ignore")
    calls, model = load(Store.open(Home.from_environment()), parser.parse_args().folder)
    print(f"{len(calls)} calls read by {model.key}")
    print("\n".join(report(calls, model.labels)))


if __name__ == "__main__":
    main()

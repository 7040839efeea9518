"""Is it emotion or is it a voice? How much of a map each explains, before and after centring.

    python -m toneatlas analyze ../shared/day
    python -m benchmarks.voices ../shared/day

The folder holds ``turns.csv`` as for ``benchmarks.planted``: then the points are the customers' windows, their emotions
are the scripted ones, and what a file has in common is taken out. Or it holds ``labels.csv`` (file, emotion, speaker,
language): then they are whole recordings, and it is what a speaker has in common. The compact model has learnt from
corpora of this kind: on those it learnt from, the figures say how centring works and not how well it hears.
"""

import argparse
import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import numpy as np
import sqlalchemy as sa

from analysis.centring import centred, compare
from analysis.clustering import cluster
from analysis.explain import VOICE, explain, verdict
from analysis.projection import project
from benchmarks.planted import load, rows_of
from data import models, schema, voices
from data.home import Home
from data.records import Floats
from data.store import Store


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """N embeddings, what is known of each, and the kind that stands for its voice."""

    embeddings: Floats  # (N, D)
    kinds: Mapping[str, Sequence[str]]  # N values of each
    voice: str
    model: str


def windows_of(store: Store, folder: Path) -> Points:
    """The customers' windows of a scripted day."""
    calls, model = load(store, folder)
    windows = [(call, row) for call in calls for row in range(len(call.readings))]
    kinds = {
        "emotion": [call.emotions[row] for call, row in windows],
        "file": [call.name for call, _ in windows],
        "language": [call.language for call, _ in windows],
    }
    return Points(np.stack([call.readings[row].embedding for call, row in windows]), kinds, "file", model.key)


def recordings_of(store: Store, folder: Path) -> Points:
    """The recordings of a labelled corpus as the model that was used last read them; names that are not unique go."""
    labels = [(PurePosixPath(row["file"]).name, row) for row in rows_of(folder / "labels.csv")]
    often = Counter(name for name, _ in labels)
    told = {name: row for name, row in labels if often[name] == 1}
    with store.reading() as read:
        newest = sa.select(schema.voice.c.model).order_by(schema.voice.c.read_at.desc()).limit(1)
        model = models.load(read)[read.scalars(newest).one()]
        named = {row.id: PurePosixPath(row.name).name for row in read.execute(sa.select(schema.recording))}
        heard = [voice for id in named for voice in voices.load(read, id, model=model.key)]
    kept = [voice for voice in heard if voice.embedding is not None and named[voice.recording] in told]
    found = [told[named[voice.recording]] for voice in kept]
    kinds = {kind: [row[kind] for row in found] for kind in ("emotion", "speaker", "language")}
    return Points(np.stack([voice.embedding for voice in kept]), kinds, "speaker", model.key)


def report(points: Points) -> list[str]:
    """Every figure as a line."""
    voice = points.kinds[points.voice]
    maps = [project(vectors) for vectors in (points.embeddings, centred(points.embeddings, voice))]
    lines = [f"{len(points.embeddings)} points read by {points.model}; {len(set(voice))} of a {points.voice}"]
    for title, drawn in zip(("as read", f"less what a {points.voice} has in common"), maps, strict=True):
        clusters = cluster(drawn.coordinates)
        told = explain(clusters.labels, points.kinds)
        each = "; ".join(
            f"{kind}: mutual information {one.information:.2f}, purity {one.purity:.2f} (chance {one.chance:.2f})"
            for kind, one in told.items()
        )
        noise = np.mean(clusters.labels < 0)
        lines.append(f"{title}: {clusters.count} clusters, noise {noise:.2f}; follows {verdict(told)}; {each}")
    before, after = (drawn.reduced for drawn in maps)
    apart = compare(before, after, {"emotion": points.kinds["emotion"]}, apart=voice)
    alone = compare(before, after, {kind: values for kind, values in points.kinds.items() if kind in VOICE})
    lines += [
        f"neighbours {where}share the {one.kind}, beyond chance: {one.before:.2f} as read, {one.after:.2f} centred"
        for where, found in ((f"of another {points.voice} ", apart), ("", alone))
        for one in found
    ]
    return lines


def main() -> None:
    """Print the report of the folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    warnings.simplefilter("ignore")
    folder: Path = parser.parse_args().folder
    store = Store.open(Home.from_environment())
    of = windows_of if (folder / "turns.csv").exists() else recordings_of
    print("\n".join(report(of(store, folder))))


if __name__ == "__main__":
    main()

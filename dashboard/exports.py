"""What can be taken away of many recordings at once: a table, their results, their embeddings."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.labels import english
from dashboard import state
from data import listing, own_values, result, settings, versions
from data.errors import Missing
from data.listing import Points
from data.own_values import Value
from data.records import Model, Recording, Selection, Voice
from data.sheet import harmless
from data.versions import Version

PIECE = 1_000  # voices loaded at a time
PLAIN = ("recording", "file", "role", "started_at", "agent", "queue", "seconds", "emotion", "confidence")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which voices: those of a selection, or of it only the ones ticked, each ``recording/role``."""

    model: Model
    selection: Selection
    ticked: tuple[str, ...] = ()

    def voices(self) -> Iterator[tuple[Recording, Voice]]:
        """One after another, in order of call time."""
        for offset in range(0, 1 << 31, PIECE):
            with state.store().reading() as read:
                page = listing.page(read, self.selection, offset=offset, limit=PIECE)
            for recording, voice in page:
                if not self.ticked or f"{recording.id}/{voice.role}" in self.ticked:
                    yield recording, voice
            if len(page) < PIECE:
                return


@dataclass(frozen=True, slots=True, eq=False)
class _Own:
    """What own emotions and samples in use say of some voices, as columns; each with how sure it is."""

    used: Sequence[Version]
    told: Mapping[tuple[str, str], Mapping[int, Value]]

    @classmethod
    def of(cls, model: Model, recordings: Sequence[str]) -> "_Own":
        with state.store().reading() as read:
            used = versions.in_use(read, model=model.key)
            return cls(used, own_values.of(read, recordings, versions=[version.id for version in used]))

    @property
    def heads(self) -> list[str]:
        names = [version.of.name for version in self.used]
        return [head for name in names for head in (f"own {name}", f"own {name} peak", f"own {name} sureness")]

    def cells(self, recording: Recording, voice: Voice) -> list[str]:
        values = self.told.get((recording.id, voice.role), {})
        cells: list[str] = []
        for version in self.used:
            told = values.get(version.id)
            cells += [f"{told.value:.6f}", f"{told.peak:.6f}", version.sureness] if told else ["", "", ""]
        return cells


def as_table(wanted: Wanted) -> bytes:
    """A CSV with a row per voice: what it is, its scores, its numbers. No cell is one that a spreadsheet would run."""
    labels = [english(label) for label in wanted.model.labels]
    with state.store().reading() as read:
        weak = settings.weak_below(read)
    told = [(recording, replace(voice, flags=voice.warnings(weak))) for recording, voice in wanted.voices()]
    numbers = sorted({name for _, voice in told for name in voice.numbers})
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    own = _Own.of(wanted.model, [recording.id for recording, _ in told])
    heads = (*PLAIN, *(f"score {label}" for label in labels), *numbers, "flags", "model", "synthetic", *own.heads)
    writer.writerow(harmless(head) for head in heads)
    for recording, voice in told:
        cells = _cells(recording, voice, numbers, wanted.model, len(labels))
        writer.writerow(harmless(cell) for cell in (*cells, *own.cells(recording, voice)))
    return ("\ufeff" + buffer.getvalue()).encode()  # the mark tells Excel that this is UTF-8


def as_results(wanted: Wanted) -> bytes:
    """A zip with a ``result.json`` per recording, in a folder of the recording's id; ``recordings.csv`` names them."""
    buffer = io.BytesIO()
    done: dict[str, str] = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for recording, _ in wanted.voices():
            if recording.id in done:
                continue
            try:
                with state.store().reading() as read:
                    told = result.load(read, recording.id, model=wanted.model.key)
            except Missing:  # erased since the list was made
                continue
            done[recording.id] = recording.name
            archive.writestr(f"{recording.id}/result.json", json.dumps(told, ensure_ascii=False, indent=2))
        names = io.StringIO()
        csv.writer(names).writerows([("folder", "file"), *((folder, harmless(name)) for folder, name in done.items())])
        archive.writestr("recordings.csv", "\ufeff" + names.getvalue())
    return buffer.getvalue()


def as_embeddings(wanted: Wanted) -> bytes:
    """A numpy ``.npz``: recordings, roles, embeddings (P, D) and scores (P, L); load it with ``allow_pickle=False``."""
    with state.store().reading() as read:
        points = listing.points(read, wanted.selection)
    kept = [row for row in range(len(points)) if not wanted.ticked or _name(points, row) in wanted.ticked]
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        recordings=np.array([points.recordings[row] for row in kept], dtype=str),
        roles=np.array([points.roles[row] for row in kept], dtype=str),
        embeddings=points.embeddings[kept],
        scores=points.scores[kept],
        labels=np.array(wanted.model.labels, dtype=str),
    )
    return buffer.getvalue()


def _name(points: Points, row: int) -> str:
    return f"{points.recordings[row]}/{points.roles[row]}"


def _cells(recording: Recording, voice: Voice, numbers: Sequence[str], model: Model, labels: int) -> list[object]:
    heard_as = result.headline(voice, whole=recording.read_whole)
    scores = [""] * labels if heard_as is None else [f"{score:.6f}" for score in heard_as]
    started = recording.started_at.isoformat(sep=" ") if recording.started_at else ""
    plain = [recording.id, recording.name, voice.role, started, recording.agent, recording.queue]
    heard = [f"{recording.seconds:.3f}", english(voice.dominant), f"{voice.confidence:.6f}"]
    counted = result.numbers_of(voice)
    told = ["" if name not in counted else _number(counted[name]) for name in numbers]
    return [*plain, *heard, *scores, *told, " ".join(voice.flags), model.key, recording.synthetic]


def _number(value: float) -> str:
    """Counts as whole numbers, all others with six decimals."""
    return str(value) if isinstance(value, int) else f"{value:.6f}"

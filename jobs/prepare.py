"""A job's files on their way to a model: decoded in children, heard by the voice detector, gathered into batches.

A card stands idle most of the time when it is given one short call after another. So recordings are heard in groups
and read in batches; yet each is described, cut and told by itself, and what goes wrong with one is that one's. On a
processor company gains nothing (`make bench` holds speech detection in 1 channel against 32), so there every recording
goes by itself.
"""

from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from data.audio import Shelf
from data.jobs import Item
from inference.audio import Audio
from inference.contract import RATE, EmotionModel
from inference.errors import InferenceError
from inference.sandbox import Decoded, Decoders
from jobs.company import in_company
from jobs.listen import Cut, cut_all
from jobs.wish import Wish

LONG = 7_200.0  # an hour of two channels, 0.5 GB: while a group of more is in hand, none is made ready
SILENT = 4  # a customer speaks a quarter of the sound of both channels: so much more is heard than is to be read


@dataclass(frozen=True, slots=True)
class Due:
    """One file of a job that is to be read, and what was asked for with it."""

    item: Item
    wish: Wish


Found = tuple[Due, Decoded | InferenceError]


@dataclass(frozen=True, slots=True)
class Ear:
    """Where the voice detector listens, and to how many seconds of sound at once; 0 for each recording by itself."""

    device: str = "cpu"
    seconds: float = 0.0

    @classmethod
    def beside(cls, model: EmotionModel) -> "Ear":
        """On the model's own card, to enough for one of its batches; on the processor where there is none."""
        return cls("cuda", SILENT * model.batch_seconds) if model.device == "cuda" else cls()


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """One file of a job, ready for a model."""

    due: Due
    call: Cut | Exception  # or why it cannot be read
    notes: str = ""  # what a person should know of the file

    @property
    def speech(self) -> float:
        """Seconds that a model is to read."""
        windows = self.call.windows.values() if isinstance(self.call, Cut) else ()
        return sum(end - start for spans in windows for start, end in spans)


def prepare(due: Iterable[Due], *, shelf: Shelf, decoders: Decoders, ear: Ear) -> Generator[list[Prepared], None, None]:
    """The files in order, in groups whose channels the voice detector heard together."""
    for group in groups(decode(due, shelf=shelf, decoders=decoders), most=ear.seconds):
        yield hear(group, device=ear.device)


def is_long(group: Sequence[Prepared]) -> bool:
    """Whether the sound of a group takes so much memory that no other should be made ready beside it."""
    return sum(_channel_seconds(one.call.audio) for one in group if isinstance(one.call, Cut)) > LONG


def batches(prepared: Iterable[Prepared], *, seconds: float) -> Iterator[list[Prepared]]:
    """Files in order, as many together as hold ``seconds`` of speech; never the same bytes twice."""
    batch: list[Prepared] = []
    for one in prepared:
        if any(one.due.item.content == other.due.item.content for other in batch):
            yield batch
            batch = []
        batch.append(one)
        if sum(each.speech for each in batch) >= seconds:
            yield batch
            batch = []
    if batch:
        yield batch


def decode(due: Iterable[Due], *, shelf: Shelf, decoders: Decoders) -> Iterator[Found]:
    """Each file with its sound, or with the error that ended it."""
    sent: deque[Due] = deque()

    def files() -> Iterator[tuple[Path, str]]:
        for one in due:
            sent.append(one)
            yield shelf.find(one.item.content), one.item.name

    for answer in decoders.decode_many(files()):
        yield sent.popleft(), answer


def groups(found: Iterable[Found], *, most: float) -> Iterator[list[Found]]:
    """Files in order, together up to ``most`` seconds of sound over all channels; a longer one is alone."""
    group: list[Found] = []
    sound = 0.0
    for due, answer in found:
        length = 0.0 if isinstance(answer, InferenceError) else _channel_seconds(answer[0])
        if group and sound + length > most:
            yield group
            group, sound = [], 0.0
        group.append((due, answer))
        sound += length
    if group:
        yield group


def hear(group: Sequence[Found], *, device: str) -> list[Prepared]:
    """A group of decoded files with their speech found and cut."""

    def cut(sounds: Sequence[tuple[Due, Decoded]]) -> list[Cut]:
        calls = [due.wish.describe(due.item, info, audio) for due, (audio, info) in sounds]
        return cut_all(calls, device=device)

    sounds = [(due, answer) for due, answer in group if not isinstance(answer, InferenceError)]
    cuts = iter(in_company(sounds, cut))
    return [
        Prepared(due, answer) if isinstance(answer, InferenceError) else Prepared(due, next(cuts), answer[1].remark)
        for due, answer in group
    ]


def _channel_seconds(audio: Audio) -> float:
    return audio.samples.size / RATE

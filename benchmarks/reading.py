"""A day of telephone files, from the file to the store: what decoding, listening and keeping add to the model's time.

``python -m benchmarks.reading`` prints one line per figure. Files of five minutes with speech on both channels are made
from the real calls beside the project, or from noise where they are absent. On a processor the compact model reads
them; where there is a GPU, random weights in plus_large's layout, whose output is no reading of anything.
"""

import tempfile
import time
import warnings
from pathlib import Path

import sqlalchemy as sa
import torch

from benchmarks.decode import SECONDS, Format, make
from benchmarks.figures import Figure, figure
from benchmarks.random_model import make as make_model
from data import schema
from data.home import Home
from data.settings import ALL
from data.store import Store
from inference.contract import EmotionModel
from inference.decode import decode
from inference.vad import speech
from inference.windows import cut, split
from jobs.intake import take_in
from jobs.worker import Means, Worker

TELEPHONE = Format("MP3 8 kHz stereo", "mp3", "mp3", "libmp3lame", 8_000, 2, 32_000)
ON_A_PROCESSOR, ON_A_CARD = 6, 240  # files; 240 are twenty hours
DAY = 200  # hours that a large call centre records


def measure() -> list[Figure]:
    """Every figure."""
    if torch.cuda.is_available():
        return from_file_to_store("emotion2vec_plus_large", device="cuda", files=ON_A_CARD)
    return from_file_to_store("compact", device="cpu", files=ON_A_PROCESSOR)


def from_file_to_store(name: str, *, device: str, files: int) -> list[Figure]:
    """Wall-clock seconds of a worker whose model is loaded, beside those of the model alone on the same windows."""
    with tempfile.TemporaryDirectory() as scratch:
        home = Home(Path(scratch) / "home")
        if name != "compact":
            make_model(home.models / name, "large")
        call = make(Path(scratch), TELEPHONE)
        day = copies(call, files, folder=Path(scratch) / "day")
        store = Store.open(home)
        worker = Worker(store, means=Means(model=name, device=device))
        alone = model_alone(worker.model(name), call)
        take_in(store, day, options={"model": name, "voices": ALL})
        start = time.perf_counter()
        worker.drain()
        seconds = time.perf_counter() - start
        with store.reading() as read:
            kept = read.scalar(sa.select(sa.func.count()).select_from(schema.recording))
        store.close()
    if kept != files:
        raise RuntimeError(f"{kept} of {files} files are in the store: the time means nothing")
    pace = files * SECONDS / seconds
    return [
        figure(f"{name} on {device}: from file to store, two voices", pace, "× real time", SECONDS / alone),
        figure(f"  and so a day of {DAY} hours takes", DAY * 60 / pace, "min"),
    ]


def copies(call: Path, count: int, *, folder: Path) -> list[Path]:
    """The same call so many times, each with a title of its own at its end, so that none is a duplicate."""
    folder.mkdir()
    paths = [folder / f"call{number:04d}{call.suffix}" for number in range(count)]
    for path in paths:
        tag = b"TAG" + path.stem.encode().ljust(124, b"\0") + b"\xff"  # ID3v1: 128 bytes
        path.write_bytes(call.read_bytes() + tag)
    return paths


def model_alone(model: EmotionModel, call: Path) -> float:
    """Seconds in which the model reads the windows of one call; the best of three."""
    channels = decode(call, name=call.name)[0].samples
    voices = [
        [cut(channel, *span) for span in split(turns, SECONDS, whole=False)]
        for channel, turns in zip(channels, speech(list(channels)), strict=True)
    ]
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        model.read(voices)
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    """Print every figure."""
    warnings.simplefilter("ignore")
    for each in measure():
        beside = "" if each["baseline"] is None else f"   the model alone {each['baseline']:.0f}"
        print(f"{each['name']}: {each['value']:.4g} {each['unit']}{beside}")


if __name__ == "__main__":
    main()

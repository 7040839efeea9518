"""The engine beside FunASR's own loop, on random weights in plus_large's layout.

    python -m benchmarks.engine

Speeds are × real time. FunASR and the engine take turns within one run, each figure is its best turn, and a ratio
compares figures of the same run. One thread is timed in processor time, which other programs hardly disturb; all cores
in wall-clock time. A ceiling is the rate of that precision's matrix product, measured in the same run, over the
operations counted in the network. Where there is a GPU, the same clips are read there too.

Speeds are taken under a random head that leaves no two labels close, because a handful of clips says nothing of how
often a reduced precision must ask float32 (``inference.engine.close``); how many of 200 clips are read again stands
with the rounding.
"""

import argparse
import tempfile
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import soundfile
import torch
from scipy.special import softmax

from benchmarks.figures import Figure, figure
from benchmarks.machine import Peak, available, best, product_rate
from benchmarks.random_model import balance_head, make
from data.records import Floats
from inference.contract import RATE
from inference.emotion2vec import Emotion2vec
from inference.engine import trial
from inference.engine.close import CLOSE
from inference.engine.model import Engine
from inference.engine.precision import FLOAT32, fast_on_this_processor
from inference.engine.voices import voice_like
from inference.folder import open_folder
from inference.layout import Layout

SHARED = Path(__file__).resolve().parents[2] / "shared" / "corpora"
MIX = (1.0, 7.0, 3.0, 10.0, 2.0, 5.0, 1.5, 4.0)  # seconds; as the windows of a day, shuffled
PARITY = (0.3, 30.0, 1.0, 12.0, 0.5, 5.0, 2.2)
TURNS = 3
Read = Callable[[Sequence[Floats]], object]


def measure() -> list[Figure]:
    """Every figure."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as scratch:
        large, base = make(Path(scratch) / "large", "large"), make(Path(scratch) / "base", "base")
        threads = torch.get_num_threads()
        figures += speed(large, 1, time.process_time)
        if threads > 1:
            figures += speed(large, threads, time.perf_counter)
        figures += parity("plus_large", large) + parity("plus_base", base)
        figures += length(large)
        figures += rounding(large)
        if torch.cuda.is_available():
            figures += on_a_card(large)
    return figures


def real_clips(seconds: Sequence[float]) -> list[Floats]:
    """Clips of these lengths, of recorded voices one after another; voice-like sounds where there are none."""
    files = sorted(SHARED.glob("ravdess/*.flac"))[::7]
    if not files:
        return voice_like(seconds)
    voices = np.concatenate([soundfile.read(file, dtype="float32")[0] for file in files[:60]])
    ends = np.cumsum([round(length * RATE) for length in seconds])
    return [np.ascontiguousarray(clip) for clip in np.split(np.resize(voices, ends[-1]), ends[:-1])]


def operations(layout: Layout, seconds: float) -> float:
    """Multiplications and additions of one clip, in thousand millions: the products alone, as a ceiling counts them."""
    rows, channels, total = seconds * RATE, 1, 0.0
    for width, kernel, stride in layout.stages:
        rows /= stride
        total += 2 * rows * channels * width * kernel
        channels = width
    size, frames = layout.size, rows + layout.extra_tokens
    total += 2 * rows * channels * size
    total += layout.positional_layers * 2 * rows * size * size / layout.positional_groups * layout.positional_kernel
    total += layout.blocks * (2 * frames * (4 * size * size + 2 * size * layout.hidden) + 4 * frames * frames * size)
    return total / 1e9


def speed(folder: Path, threads: int, clock: Callable[[], float]) -> list[Figure]:
    """FunASR's loop and every precision, taking turns on the same clips."""
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    clips, layout = real_clips(MIX), open_folder(folder).layout
    part_labels(folder, clips)
    work = sum(operations(layout, length) for length in MIX) / sum(MIX)
    readers: dict[str, Read] = {"FunASR": _reader(Emotion2vec.load(folder))}
    for name in reversed(fast_on_this_processor()):
        readers[name] = _reader(Engine.load(folder, device="cpu", precision=name))
    times = _take_turns(readers, clips, clock)
    rates = {name: product_rate(name, clock=clock) for name in list(readers)[1:]}
    torch.set_num_threads(before)

    where = f"{threads} thread{'s' * (threads > 1)}"
    funasr = sum(MIX) / times["FunASR"]
    figures = [figure(f"FunASR's loop, {where}", funasr, "× real time")]
    for name, rate in rates.items():
        fast, ceiling = sum(MIX) / times[name], rate / work
        figures += [
            figure(f"engine {name}, {where}", fast, "× real time", funasr, more_is_better=True),
            figure(f"  ceiling of {name}: {rate:.0f} GFLOP/s over {work:.1f}", ceiling, "× real time"),
            figure("  share of that ceiling", 100 * fast / ceiling, "%"),
        ]
    return figures


def part_labels(folder: Path, clips: Sequence[Floats]) -> None:
    """Give the model a balanced random head whose two best scores lie far apart for each of the clips."""
    (heard,) = Engine.load(folder, device="cpu", precision=FLOAT32).read([clips])
    embeddings = np.stack([each.embedding for each in heard])
    for seed in range(0, 10_000, 100):
        balance_head(folder, embeddings, seed=seed)
        state = torch.load(folder / "model.pt", weights_only=True, mmap=True)["model"]
        scores = softmax(embeddings @ state["proj.weight"].numpy().T + state["proj.bias"].numpy(), axis=1)
        if np.diff(np.sort(scores)[:, -2:]).min() > 4 * CLOSE:
            return
    raise ValueError("no head was found that parts the labels of these clips")


def _take_turns(readers: dict[str, Read], clips: Sequence[Floats], clock: Callable[[], float]) -> dict[str, float]:
    """Each reader's best seconds over all clips."""
    times: dict[str, float] = {}
    for turn in range(TURNS + 1):
        for name, read in readers.items():
            start = clock()
            read(clips)
            if turn:  # the first warms up
                times[name] = min(times.get(name, np.inf), clock() - start)
    return times


def parity(title: str, folder: Path) -> list[Figure]:
    """How far float32 lies from FunASR's ``generate`` for clips of 0.3 to 30 s read together."""
    clips = real_clips(PARITY)
    (ours,) = Engine.load(folder, device="cpu", precision=FLOAT32).read([clips])
    funasr = Emotion2vec.load(folder)
    theirs = [funasr.read([[clip]])[0][0] for clip in clips]
    embedding = max(np.abs(one.embedding - other.embedding).max() for one, other in zip(ours, theirs, strict=True))
    return [
        figure(f"{title}: largest deviation from FunASR's embedding", float(embedding), ""),
        figure(f"{title}: largest deviation from FunASR's scores", trial.compare(theirs, ours).deviation, ""),
    ]


def length(folder: Path) -> list[Figure]:
    """Time and memory as a call grows: FunASR takes it whole, the engine in windows of 3 to 15 s."""
    engine, funasr = Engine.load(folder, device="cpu", precision=_closest()), Emotion2vec.load(folder)
    figures = []
    for seconds in (60, 120, 300):
        windows = real_clips(_windows(seconds))
        with Peak() as peak:
            fast = best(lambda windows=windows: engine.read([windows]), times=1)
        whole = np.concatenate(windows)
        needed = (seconds * 50) ** 2 * 16 * 4 * 4  # four tensors of a float32 for every head and pair of frames
        slow = memory = None
        if needed < min(available() - 6 * 2**30, 16 * 2**30):
            with Peak() as quadratic:
                slow = 1000 * best(lambda whole=whole: funasr.read([[whole]]), times=1) / seconds
            memory = quadratic.mebibytes
        name = f"{seconds} s, {engine.card.precision}, FunASR" + ("" if slow else " not run: too little memory")
        figures += [
            figure(f"call of {name}", 1000 * fast / seconds, "ms per s of call", slow),
            figure("  peak above the model", peak.mebibytes, "MiB", memory),
        ]
    return figures


def whole_call(folder: Path, minutes: int = 60) -> list[Figure]:
    """A call of two channels, everybody speaking all the time: the most a call of that length can ask for."""
    engine = Engine.load(folder, device="cpu", precision=_closest())
    channels = [real_clips(_windows(minutes * 60)) for _ in range(2)]
    sound = sum(clip.nbytes for windows in channels for clip in windows) / 2**20
    with Peak() as peak:
        start = time.perf_counter()
        engine.read(channels)
        seconds = time.perf_counter() - start
    name = f"call of {minutes} min and two channels, {engine.card.precision}"
    return [
        figure(name, 2 * minutes * 60 / seconds, "× real time"),
        figure("  peak above the model and the sound", peak.mebibytes, "MiB"),
        figure("  and the sound itself", sound, "MiB"),
    ]


def rounding(folder: Path) -> list[Figure]:
    """How far the reduced precisions' scores lie from float32's on 200 clips, under a balanced random head."""
    clips = real_clips([1.5] * 200)
    (exact,) = Engine.load(folder, device="cpu", precision=FLOAT32).read([clips])
    balance_head(folder, np.stack([heard.embedding for heard in exact]))
    (exact,) = Engine.load(folder, device="cpu", precision=FLOAT32).read([clips])
    figures = []
    for name in fast_on_this_processor()[:-1]:
        (reduced,) = Engine.load(folder, device="cpu", precision=name).read([clips])
        outcome = trial.compare(exact, reduced)
        again = sum(np.allclose(one.logits, other.logits, atol=1e-5) for one, other in zip(exact, reduced, strict=True))
        figures += [
            figure(f"{name}: largest deviation of a score from float32", outcome.deviation, ""),
            figure(f"{name}: same top label as float32", 100 * outcome.agreement, "% of clips"),
            figure("  close calls, read again in float32", 100 * again / len(clips), "% of clips"),
        ]
    return figures


def on_a_card(folder: Path) -> list[Figure]:
    """FunASR's loop and the engine on the GPU, on windows of a day's calls."""
    engine, funasr = Engine.load(folder, device="cuda"), Emotion2vec.load(folder, device="cuda")
    few, many = real_clips(_windows(120)), real_clips(_windows(3600))
    slow = sum(map(len, few)) / RATE / best(lambda: funasr.read([few]), times=TURNS)
    fast = sum(map(len, many)) / RATE / best(lambda: engine.read([many]), times=TURNS)
    return [
        figure("FunASR's loop, GPU", slow, "× real time"),
        figure(f"engine {engine.card.precision}, GPU", fast, "× real time", slow, more_is_better=True),
        figure("  peak of the card's memory", torch.cuda.max_memory_allocated() / 2**20, "MiB"),
    ]


def _windows(seconds: float) -> list[float]:
    """Lengths of 3 to 15 s that add up to about so many seconds."""
    rng, lengths = np.random.default_rng(0), list[float]()
    while sum(lengths) < seconds:
        lengths.append(float(rng.uniform(3, 15)))
    return lengths


def _closest() -> str:
    """The fast precision that lies closest to float32."""
    return fast_on_this_processor()[-2:][0]


def _reader(model: Engine | Emotion2vec) -> Read:
    return lambda clips: model.read([clips])


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--whole-call", type=int, metavar="MINUTES", help="only a two-channel call of that length")
    minutes = parser.parse_args().whole_call
    warnings.simplefilter("ignore")
    if minutes:
        with tempfile.TemporaryDirectory() as scratch:
            figures = whole_call(make(Path(scratch) / "large", "large"), minutes)
    else:
        figures = measure()
    for each in figures:
        beside = "" if each["ratio"] is None else f"   {each['ratio']:.2f} ×"
        print(f"{each['name']}: {each['value']:.4g} {each['unit']}{beside}", flush=True)


if __name__ == "__main__":
    main()

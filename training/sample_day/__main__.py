"""``python -m training.sample_day [--out sample_day]``: speak, mix and encode the whole day, and write its tables."""

import argparse
import csv
import zlib
from collections.abc import Sequence
from pathlib import Path

from training.sample_day.encode import FORMATS, duration, encode
from training.sample_day.mix import RATE, Turn, mix
from training.sample_day.script import Call, load_day

SCRIPT = Path(__file__).with_name("day.toml")
METADATA = ("file", "started_at", "agent", "queue", "language", "customer", "seconds")
TURNS = ("file", "role", "start", "end", "emotion")


def main(arguments: Sequence[str] | None = None) -> None:
    """Make every call and the two tables beside them."""
    parser = argparse.ArgumentParser(description="Make the sample day: synthetic calls spoken by espeak-ng.")
    parser.add_argument("--out", type=Path, default=Path("sample_day"), help="folder to write into")
    out = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    metadata: list[tuple[object, ...]] = []
    truth: list[tuple[object, ...]] = []
    for number, call in enumerate(load_day(SCRIPT)):
        name = file_name(number, call)
        channels, turns = mix(call, zlib.crc32(name.encode()))
        encode(out / name, channels, RATE, FORMATS[call.format])
        metadata.append(_row(name, call, duration(out / name)))
        truth += [_turn_row(name, turn) for turn in turns]
        print(f"{name}  {metadata[-1][-1]} s  {call.kind}")
    write_table(out / "metadata.csv", METADATA, metadata)
    write_table(out / "turns.csv", TURNS, truth)


def file_name(number: int, call: Call) -> str:
    """The name a telephone system might give the file: number, agent and start of the call."""
    return f"call{number:03d}_AGENT_{call.agent}_DT_{call.started_at:%Y-%m-%dT%H-%M-%S}{FORMATS[call.format].suffix}"


def write_table(path: Path, header: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Write a CSV table in UTF-8 with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def _row(name: str, call: Call, seconds: float) -> tuple[object, ...]:
    started = call.started_at.isoformat()
    return (name, started, call.agent, call.queue, call.language, call.customer, f"{seconds:.2f}")


def _turn_row(name: str, turn: Turn) -> tuple[object, ...]:
    return (name, turn.role, f"{turn.start:.3f}", f"{turn.end:.3f}", turn.mood)


if __name__ == "__main__":
    main()

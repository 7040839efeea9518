"""The sample day is complete, small, and what its tables say it is; and its maker does what its script says."""

import csv
import re
import shutil
from datetime import datetime
from pathlib import Path

import av
import numpy as np
import pytest

from training.sample_day import mix as mixing
from training.sample_day.acting import ACTINGS, RATE, act, loudness, telephone
from training.sample_day.encode import FORMATS, duration, encode
from training.sample_day.mix import Turn, mix
from training.sample_day.script import MOODS, Call, Line, Speaker, load_day, parse_line
from training.sample_day.speech import VOICES, speak

ROOT = Path(__file__).parents[1]
DAY = ROOT / "sample_day"
SCRIPT = ROOT / "training" / "sample_day" / "day.toml"
NAME = re.compile(r"call(?P<number>\d{3})_AGENT_(?P<agent>[a-z]+)_DT_(?P<start>[\dT-]{19})\.(?P<suffix>[a-z0-9]+)")


def table(name: str) -> list[dict[str, str]]:
    with (DAY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def audio_files() -> list[Path]:
    return sorted(path for path in DAY.iterdir() if path.suffix not in {".csv", ".md"})


def test_the_whole_day_is_under_three_megabytes() -> None:
    assert sum(path.stat().st_size for path in DAY.iterdir()) < 3_000_000


def test_metadata_lists_every_file_once_and_leaves_nothing_empty() -> None:
    rows = table("metadata.csv")
    assert list(rows[0]) == ["file", "started_at", "agent", "queue", "language", "customer", "seconds"]
    assert sorted(row["file"] for row in rows) == [path.name for path in audio_files()]
    assert len(rows) >= 40
    assert all(value for row in rows for value in row.values())


def test_names_repeat_what_the_metadata_says() -> None:
    for number, row in enumerate(table("metadata.csv")):
        found = NAME.fullmatch(row["file"])
        assert found is not None, row["file"]
        assert int(found["number"]) == number
        assert found["agent"] == row["agent"]
        started = datetime.strptime(found["start"], "%Y-%m-%dT%H-%M-%S")
        assert started == datetime.fromisoformat(row["started_at"])
        assert started.date().isoformat() == "2026-03-02"
        assert 9 <= started.hour < 18


@pytest.mark.parametrize("row", table("metadata.csv"), ids=lambda row: row["file"][:7])
def test_every_file_decodes_to_the_channels_and_seconds_it_should_have(row: dict[str, str]) -> None:
    path = DAY / row["file"]
    with av.open(str(path)) as container:
        assert container.streams.audio[0].channels == (1 if path.suffix == ".amr" else 2)
    assert duration(path) == pytest.approx(float(row["seconds"]), abs=0.05)
    assert 13 <= float(row["seconds"]) <= 40


def test_there_are_several_formats_languages_queues_and_returning_customers() -> None:
    rows = table("metadata.csv")
    assert {path.suffix for path in audio_files()} == {".ogg", ".mp3", ".m4a", ".wav", ".flac", ".amr"}
    assert {row["language"] for row in rows} == {"en", "de", "es", "cmn"}
    assert {row["queue"] for row in rows} == {"loans", "billing", "sales", "support"}
    assert len({row["agent"] for row in rows}) == 6
    customers = [row["customer"] for row in rows]
    assert len(set(customers)) <= len(customers) - 4


def test_nobody_answers_two_calls_at_once() -> None:
    busy: dict[str, datetime] = {}
    for row in table("metadata.csv"):
        started = datetime.fromisoformat(row["started_at"])
        assert row["agent"] not in busy or (started - busy[row["agent"]]).total_seconds() > 60
        busy[row["agent"]] = started


def test_turns_lie_inside_their_call_and_know_their_moods() -> None:
    seconds = {row["file"]: float(row["seconds"]) for row in table("metadata.csv")}
    turns = table("turns.csv")
    assert list(turns[0]) == ["file", "role", "start", "end", "emotion"]
    assert {turn["file"] for turn in turns} == set(seconds)
    assert {turn["role"] for turn in turns} == {"agent", "customer"}
    assert {turn["emotion"] for turn in turns} == set(MOODS)
    for turn in turns:
        assert 0 <= float(turn["start"]) < float(turn["end"]) <= seconds[turn["file"]]


def test_most_fear_is_heard_in_loans_between_two_and_three() -> None:
    calls = {row["file"]: row for row in table("metadata.csv")}
    afraid = {turn["file"] for turn in table("turns.csv") if turn["emotion"] == "fearful"}
    cluster = {f for f in afraid if calls[f]["queue"] == "loans" and calls[f]["started_at"][11:13] == "14"}
    assert len(cluster) >= 5
    assert len(cluster) > len(afraid) / 2


@pytest.mark.parametrize("path", [p for p in audio_files() if p.suffix != ".amr"], ids=lambda path: path.name[:7])
def test_the_sound_of_each_turn_is_on_its_own_channel(path: Path) -> None:
    with av.open(str(path)) as container:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=8000)
        blocks = [part.to_ndarray() for frame in container.decode(audio=0) for part in resampler.resample(frame)]
    sound = np.square(np.concatenate(blocks, axis=1))
    turns = [turn for turn in table("turns.csv") if turn["file"] == path.name]
    spans = {id(turn): slice(round(float(turn["start"]) * 8000), round(float(turn["end"]) * 8000)) for turn in turns}
    for turn in turns:
        alone = np.zeros(sound.shape[1], bool)
        alone[spans[id(turn)]] = True
        for other in turns:
            if other is not turn:
                alone[spans[id(other)]] = False
        own = 0 if turn["role"] == "agent" else 1
        assert sound[own, alone].mean() > 100 * sound[1 - own, alone].mean()  # 20 dB


def test_the_tables_follow_the_script() -> None:
    calls = load_day(SCRIPT)
    assert [call.started_at.isoformat() for call in calls] == [row["started_at"] for row in table("metadata.csv")]
    assert sum(len(call.lines) for call in calls) == len(table("turns.csv"))
    voices = {(call.customer, call.speakers["customer"]) for call in calls}
    assert len(voices) == len({call.customer for call in calls})  # who calls twice has one voice


def test_a_line_names_role_mood_and_words() -> None:
    assert parse_line("agent: Good morning: how are you?") == Line("agent", "neutral", "Good morning: how are you?")
    assert parse_line("+ customer angry: No!") == Line("customer", "angry", "No!", early=True)


@pytest.mark.parametrize("text", ["", "agent Good morning", "supervisor: Hello.", "customer furious: No!", "agent: "])
def test_what_is_no_line_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"line of a talk|mood"):
        parse_line(text)


def voiced(seconds: float) -> np.ndarray:
    """A 150 Hz saw-tooth, rich in overtones as a voice is."""
    return (0.5 * (np.arange(round(RATE * seconds)) * 150 / RATE % 1 - 0.5)).astype(np.float32)


@pytest.mark.parametrize("mood", MOODS)
def test_a_mood_brings_the_voice_to_its_level(mood: str) -> None:
    acted = act(voiced(1.0), ACTINGS[mood], np.random.default_rng(1))
    assert 20 * np.log10(loudness(acted)) == pytest.approx(ACTINGS[mood].level, abs=0.1)


def test_the_telephone_passes_its_band_only() -> None:
    time = np.arange(RATE) / RATE
    heard = {tone: loudness(telephone(np.sin(2 * np.pi * tone * time).astype(np.float32))) for tone in (60, 1000, 5000)}
    assert heard[1000] == pytest.approx(np.sqrt(0.5), rel=0.02)
    assert heard[60] < 0.01 * heard[1000]
    assert heard[5000] < 0.01 * heard[1000]


def test_mixing_sets_lines_on_their_channels_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mixing, "speak", lambda text, **_: voiced(len(text) / 10))
    agent, customer = Speaker("f1", 50), Speaker("m1", 50)
    lines = (Line("agent", "neutral", "x" * 10), Line("customer", "angry", "x" * 20), Line("agent", "sad", "x", True))
    call = Call(
        started_at=datetime(2026, 3, 2, 9),
        agent="ash",
        queue="sales",
        language="en",
        customer="C1",
        kind="routine",
        format="ogg",
        speakers={"agent": agent, "customer": customer},
        lines=lines,
    )
    channels, turns = mix(call, seed=7)
    assert [(turn.role, turn.mood) for turn in turns] == [("agent", "neutral"), ("customer", "angry"), ("agent", "sad")]
    assert [round(turn.end - turn.start, 2) for turn in turns] == [1.0, 2.0, 0.1]
    assert turns[1].start > turns[0].end
    assert turns[2].start < turns[1].end  # came in early
    assert np.abs(channels[1, : round(turns[1].start * 8000)]).max() < 0.01  # the customer is silent before their turn
    assert turns[0] == Turn("agent", turns[0].start, turns[0].end, "neutral")
    again, _ = mix(call, seed=7)
    np.testing.assert_array_equal(channels, again)


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_keeps_length_and_level(name: str, tmp_path: Path) -> None:
    tone = 0.3 * np.sin(2 * np.pi * 440 * np.arange(16_000) / 8000, dtype=np.float32)
    path = tmp_path / f"tone{FORMATS[name].suffix}"
    encode(path, np.stack([tone, tone]), 8000, FORMATS[name])
    assert duration(path) == pytest.approx(2.0, abs=0.15)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
@pytest.mark.parametrize("language", VOICES)
def test_every_language_obeys_the_variant_and_the_mood(language: str) -> None:
    def say(variant: str, mood: str) -> np.ndarray:
        return speak("ma ma ma", language=language, speaker=Speaker(variant, 50), acting=ACTINGS[mood])

    assert not np.array_equal(say("f1", "neutral"), say("m1", "neutral"))
    assert len(say("f1", "sad")) > 1.1 * len(say("f1", "neutral")) > 1.1 * len(say("f1", "fearful"))

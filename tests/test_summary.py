"""The numbers of a call against cases worked by hand."""

import numpy as np
import pytest

from analysis.course import quarters
from analysis.errors import NothingHeard
from analysis.labels import english, expressive, negative
from analysis.runs import longest, runs
from analysis.summary import NUMBERS, mean_embedding, mean_scores, summarise, unread
from analysis.talk import Talk, count_turns, length, merged
from data.records import UNKNOWN, Reading, Timeline, Window

LABELS = ("生气/angry", "开心/happy", "中立/neutral", "<unk>")


def said(*parts, speech=True):
    """A timeline from (start second, seconds, label number): logit 6 for that label, 0 for the others."""
    frames = [np.arange(round(start * 50), round((start + seconds) * 50)) for start, seconds, _ in parts]
    logits = [np.tile(np.eye(4)[label] * 6, (len(rows), 1)) for rows, (_, _, label) in zip(frames, parts, strict=True)]
    rows = np.concatenate(frames).astype(np.int32)
    return Timeline(
        rows, np.concatenate(logits).astype(np.float32), np.ones(len(rows), np.float32), np.full(len(rows), speech)
    )


def reading(start, end, embedding, flags=()):
    blank = np.zeros(4, np.float32)
    return Reading(Window("r", "customer", start, end), blank, blank, np.asarray(embedding, np.float32), flags)


def spans(*pairs):
    return np.array(pairs, dtype=np.float32).reshape(-1, 2)


CALL = Talk("r", 60.0, {"customer": spans((0, 10), (30, 40)), "agent": spans((8, 28))})


def test_labels():
    assert [english(label) for label in LABELS] == ["angry", "happy", "neutral", "unknown"]
    assert negative(LABELS).tolist() == [True, False, False, False]
    assert expressive(LABELS).tolist() == [True, True, False, False]


def test_runs_bridge_short_pauses_only():
    frames = np.concatenate((np.arange(50), np.arange(100, 150), np.arange(400, 410))).astype(np.int32)
    everywhere = np.ones(110, dtype=np.bool_)
    assert runs(everywhere, frames) == pytest.approx(spans((0, 3), (8, 8.2)))
    assert runs(everywhere, frames, pause=0.5) == pytest.approx(spans((0, 1), (2, 3), (8, 8.2)))
    everywhere[10] = False
    assert runs(everywhere, frames) == pytest.approx(spans((0, 0.2), (0.22, 3), (8, 8.2)))
    assert longest(runs(everywhere, frames)) == pytest.approx((0.22, 3))
    assert longest(runs(everywhere & False, frames)) is None


def test_talk_silence_and_overlap():
    numbers = CALL.numbers("customer")
    assert numbers["speech_seconds"] == 20
    assert numbers["talk_ratio"] == pytest.approx(0.5)
    assert numbers["silence"] == pytest.approx(1 - 38 / 60)
    assert numbers["overlap"] == pytest.approx(2 / 20)
    assert numbers["turns"] == 2
    assert CALL.numbers("nobody")["speech_seconds"] == 0


def test_a_turn_ends_by_a_pause_or_by_the_other_speaking():
    own = spans((0, 1), (1.4, 2), (2.5, 3), (9, 10))
    assert count_turns(own, spans()) == 2
    assert count_turns(own, spans((2.1, 2.4))) == 3
    assert count_turns(spans(), own) == 0


def test_merged_is_the_union():
    union = merged([spans((5, 6), (0, 2)), spans((1, 3)), spans((3, 4))])
    assert union == pytest.approx(spans((0, 4), (5, 6)))
    assert length(union) == 5
    assert merged([]).shape == (0, 2)


def test_a_call_that_turns_angry():
    # 10 s neutral, then 5 s angry and 5 s happy
    line = said((0, 10, 2), (30, 5, 0), (35, 5, 1))
    readings = [reading(0, 10, [0, 2]), reading(30, 40, [4, 2])]
    voice = summarise(line, readings, talk=CALL, role="customer", labels=LABELS)
    # over all frames the mean logits are 6 · (1/4, 1/4, 1/2, 0)
    powers = np.exp([1.5, 1.5, 3.0, 0.0])
    assert voice.dominant == "中立/neutral" and voice.reason == ""
    assert voice.speech_scores == pytest.approx(powers / powers.sum(), abs=1e-5)
    assert voice.confidence == pytest.approx(powers[2] / powers.sum(), abs=1e-5)
    assert voice.embedding == pytest.approx([2, 2])
    numbers = voice.numbers
    assert numbers["share:中立/neutral"] == pytest.approx(0.5, abs=0.03)
    assert sum(numbers[f"share:{label}"] for label in LABELS) == pytest.approx(1)
    assert numbers["second_label"] in (0, 1)
    assert numbers["margin"] == pytest.approx((powers[2] - powers[0]) / powers.sum(), abs=1e-5)
    # first quarter all neutral, last quarter all happy: one label leads by 6
    assert numbers["shift"] == pytest.approx(0, abs=1e-6) and numbers["ends_negative"] == 0
    assert numbers["longest_negative_run"] == pytest.approx(5, abs=0.1)
    assert numbers["longest_negative_run_start"] == pytest.approx(30, abs=0.1)
    assert numbers["longest_negative_run_label"] == 0
    assert numbers["longest_negative_run_score"] == pytest.approx(np.exp(6) / (np.exp(6) + 3), abs=1e-3)
    assert numbers["recovery"] == pytest.approx(5, abs=0.1)
    assert numbers["peak_score"] == pytest.approx(np.exp(6) / (np.exp(6) + 3), abs=1e-4)
    assert numbers["peak_label"] == 0 and 30 < numbers["peak_at"] < 35


def test_the_verdict_of_a_short_file_is_over_the_whole_of_it():
    talking, music = said((0, 2, 2)), said((2, 4, 1), speech=False)
    line = Timeline(
        *(np.concatenate(parts) for parts in zip(fields(talking), fields(music), strict=True)), step=talking.step
    )
    for whole, leading in ((True, "开心/happy"), (False, "中立/neutral")):
        voice = summarise(line, [reading(0, 6, [1])], talk=CALL, role="customer", labels=LABELS, whole=whole)
        scores = voice.scores if whole else voice.speech_scores
        assert (voice.dominant, voice.confidence) == (leading, pytest.approx(float(scores.max())))
        assert voice.numbers["margin"] == pytest.approx(float(np.sort(scores)[-1] - np.sort(scores)[-2]), abs=1e-6)


def fields(line):
    return line.frames, line.logits, line.weights, line.speech


def test_a_call_that_ends_angry_does_not_recover():
    line = said((0, 12, 2), (30, 4, 0), (34, 0.5, 2), (34.5, 2, 0))
    numbers = summarise(line, [reading(0, 37, [1.0])], talk=CALL, role="customer", labels=LABELS).numbers
    assert numbers["ends_negative"] == 1 and numbers["last_quarter"] > 0.9
    assert numbers["shift"] == pytest.approx(1, abs=0.03)
    assert "recovery" not in numbers


def test_no_speech_is_unknown_with_its_reason():
    for line in (said((0, 3, 0), speech=False), said((0, 0, 0))):
        voice = summarise(line, [], talk=CALL, role="customer", labels=LABELS)
        assert (voice.dominant, voice.confidence, voice.speech_scores) == (UNKNOWN, 0.0, None)
        assert voice.reason == "no speech was heard in this channel"
        assert voice.numbers["turns"] == 2


def test_a_voice_that_is_not_read_still_has_its_talk():
    voice = unread(CALL, role="agent", reason="only the customer's voice is read")
    assert voice.dominant == UNKNOWN and voice.numbers["speech_seconds"] == 20


def test_every_number_is_explained():
    line = said((0, 10, 2), (30, 5, 0), (35, 5, 1))
    numbers = summarise(line, [reading(0, 1, [1.0])], talk=CALL, role="customer", labels=LABELS).numbers
    assert {key.split(":")[0] for key in numbers} == {key.split(":")[0] for key in NUMBERS}
    assert all(type(number) is float for number in numbers.values())


def test_flags_of_most_of_the_time_and_of_too_little_speech():
    line = said((0, 1, 0))
    readings = [reading(0, 6, [1.0], ("noisy",)), reading(6, 9, [1.0], ("clipped", "noisy")), reading(9, 10, [1.0])]
    assert summarise(line, readings, talk=CALL, role="customer", labels=LABELS).flags == ("little_speech", "noisy")


def test_quarters_are_of_what_is_said():
    line = said((0, 1, 0), (100, 1, 1), (200, 1, 2), (300, 1, 3))
    assert quarters(line).argmax(axis=1).tolist() == [0, 1, 2, 3]
    assert quarters(said((0, 0.04, 1))).argmax(axis=1).tolist() == [1, 1, 1, 1]
    with pytest.raises(NothingHeard):
        quarters(said((0, 0, 0)))


def test_embeddings_count_by_their_frames():
    assert mean_embedding([reading(0, 1, [0.0]), reading(1, 4, [4.0])]) == pytest.approx([3])
    with pytest.raises(NothingHeard):
        mean_embedding([])


def test_mean_scores_keep_the_few_visible():
    angry, calm = np.array([1, 0, 0, 0], np.float32), np.array([0, 0, 1, 0], np.float32)
    readings = [
        Reading(Window("r", "customer", start, end), scores, scores, scores)
        for start, end, scores in ((0, 1, angry), (1, 4, calm))
    ]
    assert mean_scores(readings) == pytest.approx([0.25, 0, 0.75, 0])
    voice = summarise(said((0, 4, 2)), readings, talk=CALL, role="customer", labels=LABELS)
    assert voice.numbers["mean:生气/angry"] == pytest.approx(0.25)
    with pytest.raises(NothingHeard):
        mean_scores([])

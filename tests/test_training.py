"""The training command on a tiny made corpus: same folder, same weights; and every way a folder can be unfit."""

import csv
import tomllib

import numpy as np
import pytest
import soundfile

from inference.compact import CompactModel
from training import corpus, folds, nets, sampling, validation
from training.corpus import CorpusError
from training.features import Features, Material
from training.heldout import CONDITIONS, KNOWN, Said
from training.train import ROOT, main

HEADER = ["corpus", "file", "emotion", "speaker", "language"]
EMOTIONS = ("angry", "neutral", "sad")


def voice(pitch, seed, seconds=0.7):
    """A harmonic sound with a syllable rhythm: no emotion, but a voice to every feature."""
    time = np.arange(int(seconds * 16000)) / 16000
    chance = np.random.default_rng(seed)
    sound = sum(np.sin(2 * np.pi * pitch * k * time + chance.uniform(0, 6)) / k for k in range(1, 12))
    sound *= 0.5 + 0.5 * np.sin(2 * np.pi * 4 * time)
    return (0.1 * sound + 0.001 * chance.standard_normal(len(time))).astype(np.float32)


def write(folder, rows, header=HEADER):
    with (folder / "labels.csv").open("w", newline="") as table:
        writer = csv.DictWriter(table, header, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return folder


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Two corpora of four speakers each, one of them named as the CC0 one."""
    folder = tmp_path_factory.mktemp("corpora")
    rows = []
    for name in ("emodb", "other"):
        for speaker in range(4):
            for number, emotion in enumerate(EMOTIONS):
                for take in range(2):
                    file = f"{name}-{speaker}-{emotion}-{take}.wav"
                    pitch = 100 + 30 * speaker + 25 * number
                    soundfile.write(folder / file, voice(pitch, speaker * 97 + number * 13 + take), 16000)
                    rows.append(dict(zip(HEADER, (name, file, emotion, f"{name}{speaker}", "de"), strict=True)))
    return write(folder, rows), rows


def order(folder, out, cache, processes=1):
    told = {"--data": folder, "--out": out, "--card": out / "card.md", "--cache": cache, "--processes": processes}
    return [*(f"{part}" for pair in told.items() for part in pair), "--quick"]


@pytest.fixture(scope="module")
def run(made, tmp_path_factory):
    out, cache = tmp_path_factory.mktemp("first"), tmp_path_factory.mktemp("cache")
    assert main(order(made[0], out, cache, processes=2)) == 0
    return out, cache


def test_two_processes_and_one_write_the_same_weights_and_the_same_figures(made, run, tmp_path):
    out, cache = run
    for net in cache.glob("net-*"):
        net.unlink()  # the features are kept: they do not depend on chance outside their own seed
    assert main(order(made[0], tmp_path, cache)) == 0
    for name in ("compact", "compact-cc0"):
        assert (tmp_path / f"{name}.safetensors").read_bytes() == (out / f"{name}.safetensors").read_bytes()
    lines = zip(
        (out / "card.md").read_text().splitlines(), (tmp_path / "card.md").read_text().splitlines(), strict=True
    )
    assert all(one == other for one, other in lines if "real time" not in one)


def test_the_weights_say_what_they_are(run):
    out, _ = run
    whole, free = (CompactModel.from_file(out / f"{name}.safetensors") for name in ("compact", "compact-cc0"))
    assert free.licence == "CC0 1.0" and "recordings" in whole.licence
    assert whole.card.labels == ("生气/angry", "中立/neutral", "难过/sad")
    assert (free.card.name, free.card.revision) == ("compact-cc0", "4")


def test_the_card_holds_a_chapter_for_each_set_and_names_their_licences(run):
    text = (run[0] / "card.md").read_text()
    assert "## compact\n" in text and "## compact-cc0\n" in text and "CC0 1.0" in text
    for heading in ("Speakers it has never heard", "Corpora it has never heard", "Calibration", "Where it fails"):
        assert heading in text
    assert "nan" not in text.lower().replace("finance", "")


def test_the_card_says_what_was_chosen_with_a_corpus_in_sight_where_that_corpus_is_read(run):
    noticed = tomllib.loads((ROOT / "training" / "corpora.toml").read_text(encoding="utf-8"))["ravdess"]["noticed"]
    shipped = (ROOT / "docs" / "compact.md").read_text(encoding="utf-8")
    across = [part.split("###")[0] for part in shipped.split("### Corpora it has never heard")[1:]]
    assert len(across) == 2 and all(f"\n\n{noticed}\n\n" in part for part in across)
    assert "noticed where" not in (run[0] / "card.md").read_text()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda rows: [{**row, "emotion": "bored"} for row in rows], "cannot learn: bored (48)"),
        (lambda rows: [row for row in rows if row["speaker"] in ("emodb0", "other0")], "2 speakers are too few"),
        (lambda rows: [row for row in rows if row["emotion"] == "sad"], "one emotion alone (sad)"),
        (lambda rows: [*rows, {**rows[0], "file": "gone.wav"}], "1 files of labels.csv are not there"),
        (lambda rows: [*rows, {**rows[0], "file": "../labels.csv"}], "lies outside the folder"),
        (lambda rows: [{**row, "speaker": ""} for row in rows], "line 2 of labels.csv names no file or no speaker"),
        (lambda rows: [], "has no rows"),
    ],
)
def test_an_unfit_table_ends_in_one_sentence(made, tmp_path, capsys, change, said):
    folder, rows = made
    for file in folder.glob("*.wav"):
        (tmp_path / file.name).hardlink_to(file)
    write(tmp_path, change(rows))
    assert main(order(tmp_path, tmp_path, tmp_path / "cache")) == 1
    error = capsys.readouterr().err
    assert error.startswith("training: ") and said in error and error.count("\n") == 1


def test_missing_columns_and_a_missing_table_are_named(made, tmp_path):
    with pytest.raises(CorpusError, match=r"labels.csv is missing"):
        corpus.load(tmp_path)
    write(tmp_path, made[1], header=["file", "emotion"])
    with pytest.raises(CorpusError, match="no column speaker"):
        corpus.load(tmp_path)


def test_a_file_shorter_than_a_frame_is_named(tmp_path):
    soundfile.write(tmp_path / "short.wav", np.zeros(200, np.float32), 16000)
    with pytest.raises(CorpusError, match=r"short.wav is 12 ms long"):
        corpus.samples(tmp_path, corpus.Utterance("short.wav", "sad", "a", "all", ""))


def test_other_rates_and_channels_become_16_khz_mono(tmp_path):
    soundfile.write(tmp_path / "wide.wav", np.zeros((44100, 2), np.float32), 44100)
    assert corpus.samples(tmp_path, corpus.Utterance("wide.wav", "sad", "a", "all", "")).shape == (16000,)


@pytest.fixture
def material():
    """Nine speakers in three corpora; the third has two emotions."""
    speakers = np.repeat(np.arange(9), 6)
    emotions = np.where(speakers < 6, np.tile(np.arange(3), 18), np.tile([0, 1], 27))
    copy = Features([np.zeros((5, 66), np.float16)] * 54, np.zeros((54, 4), np.float32))
    return Material([copy] * 6, emotions, speakers, speakers // 3, ("a", "b", "c"), EMOTIONS, "key")


def test_no_speaker_is_in_two_folds_and_every_fold_learns_every_corpus(material):
    fold = folds.by_speaker(material)
    assert all(len(set(fold[material.speakers == speaker])) == 1 for speaker in range(9))
    for number in np.unique(fold):
        assert set(material.corpora[fold != number]) == {0, 1, 2}


def test_speakers_of_one_corpus_each_are_dealt_out_together():
    speakers = np.arange(4)
    alone = Material([], np.zeros(4, int), speakers, speakers, tuple("abcd"), ("sad",), "key")
    assert sorted(folds.by_speaker(alone)) == [0, 1, 2, 3]


def test_corpora_weigh_by_the_root_of_their_speakers_number_and_emotions_alike(material):
    learnt = (material.speakers < 7) & (np.arange(54) % 18 != 0)  # 3, 3 and 1 speakers; 17, 17 and 5 utterances
    pool = sampling.Pool.of(material, np.flatnonzero(learnt))
    weight = [pool.chance[material.corpora[pool.members] == one].sum() for one in range(3)]
    np.testing.assert_allclose(np.array(weight) / weight[0], [1, 1, np.sqrt(1 / 3)])
    first = material.corpora[pool.members] == 0
    per_emotion = np.bincount(material.emotions[pool.members][first], pool.chance[first])
    np.testing.assert_allclose(per_emotion, per_emotion[0])


def test_references_are_of_the_same_speaker_and_only_of_those_that_may_be_learnt(material):
    members = np.flatnonzero(np.arange(54) % 2 == 0)
    pool = sampling.Pool.of(material, members)
    drawn, count = pool.references(members, np.random.default_rng(0))
    assert (material.speakers[drawn] == material.speakers[members][:, None]).all() and np.isin(drawn, members).all()
    assert count.min() == 0 and count.max() <= 20


def test_every_model_that_a_run_asks_for_is_named_ahead(material):
    learners = validation.learners(material, recipe=nets.Recipe())
    assert len(learners[0][0]) == 54 and len(learners) == 1 + 3 + 3  # all, folds, corpora
    assert sorted(np.concatenate([np.setdiff1d(np.arange(54), one) for one, _ in learners[1:4]])) == list(range(54))
    assert [set(material.corpora[one]) for one, _ in learners[4:]] == [{1, 2}, {0, 2}, {0, 1}]
    assert learners[4][1] == nets.Recipe().for_amount(6 / 9)


def test_every_utterance_counts_alike_in_the_calibration():
    """Nets that always say the same by 3 are right of all 8 of one corpus and of 1 in 4 of another: 9 in 12, so by the
    logistic curve's inverse the temperature is 3 / ln 3; twice that with a reference, where they say it by 6."""
    emotions = np.array([0] * 8 + [0, 1, 1, 1])
    both = Material([], emotions, np.arange(12), np.array([0] * 8 + [1] * 4), ("a", "b"), ("sad", "happy"), "key")
    said = {
        name: Said(
            frames=np.tile(np.float32([6 if references else 3, 0]), (12, 1)),
            whole=np.zeros((12, 2), np.float32),
            embedding=np.zeros((12, 1), np.float32),
            share=np.full((12, 1), 0.5 if references else 0, np.float32),
        )
        for name, (_, references) in CONDITIONS.items()
    }
    calibration = validation.calibrate(both, [(np.arange(12), said)])
    assert calibration.alone == pytest.approx(3 / np.log(3), rel=1e-3)
    assert calibration.known == pytest.approx(9 / np.log(3), rel=1e-3)  # half way to it lies 6 / ln 3
    np.testing.assert_allclose(calibration.logits(said[KNOWN]), np.tile([np.log(3), 0], (12, 1)), rtol=1e-3)


def test_the_shipped_recipe_is_not_the_quick_one():
    assert nets.Recipe().frame_steps > 100 > nets.QUICK.frame_steps
    assert nets.Recipe().for_amount(0.25).frame_steps == nets.Recipe().frame_steps // 2

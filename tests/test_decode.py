"""Every format becomes 16 kHz without losing pitch, level, length or a channel; what is broken says how."""

import struct

import numpy as np
import pytest
import soundfile
import soxr

from inference.decode import decode
from inference.errors import NoSound, NotAudio
from tests import sounds
from tests.sounds import FORMATS, encode, save, tone

PHONE = {"amr", "3gp"}  # speech codecs model a throat, not a tone
# These hold the encoder's own start and rest beside the sound:
PADDED = {"amr", "3gp", "aac", "m4a", "ts", "avi", "mp2", "adpcm.wav", "mp3.wav", "wma"}


def strongest(samples):
    """Frequency in Hz and height of the strongest sine in the middle second of (n,) at 16 kHz, by a Hann window."""
    middle = samples[len(samples) // 2 - 8_000 : len(samples) // 2 + 8_000].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(16_000)))
    return int(np.argmax(spectrum)), float(spectrum.max() / 4_000)  # a sine of height h gives h * n / 4


@pytest.mark.parametrize("ending", FORMATS)
def test_a_tone_keeps_its_pitch_its_height_and_its_length(tmp_path, ending):
    rate = FORMATS[ending][2]
    audio, info = decode(encode(tmp_path, ending, tone(1_000, 3, rate=rate)), name="tone")
    hertz, height = strongest(audio.samples[0])
    assert hertz == 1_000
    assert height == pytest.approx(0.5, rel=0.15 if ending in PHONE else 0.06)  # LAME lowers by 5 %
    assert audio.rate == 16_000
    assert audio.samples.dtype == np.float32
    assert audio.seconds == pytest.approx(3, abs=0.2 if ending in PADDED else 0.005)
    assert (info.rate, info.channels, info.seconds) == (rate, 1, audio.seconds)
    assert info.remark == ""


@pytest.mark.parametrize("ending", sorted(set(FORMATS) - PHONE))
def test_channels_stay_apart_and_in_order(tmp_path, ending):
    rate = FORMATS[ending][2]
    audio, _ = decode(encode(tmp_path, ending, tone(500, 3, rate=rate), tone(1_500, 3, rate=rate)), name="two")
    assert [strongest(channel)[0] for channel in audio.samples] == [500, 1_500]


def test_resampling_gives_the_sine_itself(tmp_path):
    path = save(tmp_path / "a.wav", tone(1_234.5, 2, rate=8_000), rate=8_000, kind="FLOAT")
    audio, _ = decode(path, name="sine")
    expected = tone(1_234.5, 2)
    assert audio.samples.shape == (1, 32_000)
    np.testing.assert_allclose(audio.samples[0, 800:-800], expected[800:-800], atol=1e-5)


def test_what_16_khz_cannot_hold_is_gone_and_does_not_come_back_as_something_else(tmp_path):
    audio, _ = decode(save(tmp_path / "a.wav", tone(10_000, 2, rate=48_000), rate=48_000, kind="FLOAT"), name="high")
    assert np.abs(audio.samples[0, 800:-800]).max() < 0.5 * 10 ** (-90 / 20)


@pytest.mark.parametrize("rate", [8_000, 11_025, 44_100])
def test_decoding_in_blocks_is_decoding_at_once(tmp_path, rate):
    noise = sounds.hiss(11, rate=rate)
    audio, _ = decode(save(tmp_path / "a.wav", noise, rate=rate, kind="FLOAT"), name="noise")
    expected = soxr.resample(noise, rate, 16_000, quality="HQ")
    np.testing.assert_allclose(audio.samples[0], np.clip(expected, -1, 1), atol=2e-6)


def test_mp3s_are_not_harmed_where_two_blocks_meet(tmp_path):
    """python-soundfile seeks after each read, and each seek would lose what an MP3 frame borrows from those before."""
    path = encode(tmp_path, "mp3", sounds.hiss(13, rate=16_000, height=0.2), rate=16_000)
    audio, _ = decode(path, name="noise")
    expected, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_allclose(audio.samples[0], expected, atol=1e-6)


def test_mp3s_joined_into_one_file_are_read_to_the_end(tmp_path):
    single = encode(tmp_path, "mp3", tone(500, 3, rate=8_000)).read_bytes()
    both = tmp_path / "both.mp3"
    both.write_bytes(single + single)
    audio, _ = decode(both, name="both")
    assert audio.seconds == pytest.approx(6, abs=0.3)


@pytest.mark.parametrize("ending", ["flac", "ulaw.wav", "mp3", "mkv"])
def test_of_a_file_that_is_cut_off_the_start_is_read(tmp_path, ending):
    path = encode(tmp_path, ending, tone(1_000, 20, rate=FORMATS[ending][2]))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    audio, info = decode(path, name="half")
    assert 9 < audio.seconds < 11
    assert strongest(audio.samples[0])[0] == 1_000
    assert "cut off: its header promises 20 s" in info.remark


def test_a_recorder_that_did_not_know_the_length_is_not_called_cut_off(tmp_path):
    path = save(tmp_path / "a.wav", tone(500, 2))
    bytes_ = bytearray(path.read_bytes())
    bytes_[4:8] = bytes_[40:44] = b"\xff\xff\xff\xff"
    path.write_bytes(bytes_)
    audio, info = decode(path, name="stream")
    assert audio.seconds == 2
    assert info.remark == ""


@pytest.mark.parametrize("ending", ["flac", "ogg"])
def test_after_damage_the_sound_is_still_in_its_place(tmp_path, ending):
    rate = FORMATS[ending][2]
    sound = np.concatenate([tone(500, 10, rate=rate), tone(1_500, 10, rate=rate)])
    path = encode(tmp_path, ending, sound)
    damaged = bytearray(path.read_bytes())
    middle = len(damaged) // 4
    damaged[middle : middle + 40] = bytes(40)
    path.write_bytes(damaged)
    audio, info = decode(path, name="damaged")
    assert audio.seconds == pytest.approx(20, abs=0.3)
    assert strongest(audio.samples[0, 2 * 16_000 : 4 * 16_000])[0] == 500
    assert strongest(audio.samples[0, int(10.3 * 16_000) :])[0] == 1_500
    assert "damaged" in info.remark or "silence" in info.remark


def test_a_video_is_heard_and_one_without_sound_says_so(tmp_path):
    audio, info = decode(sounds.film(tmp_path / "a.mp4", sound=tone(1_000, 3, rate=44_100)), name="film")
    assert strongest(audio.samples[0])[0] == 1_000
    assert info.codec == "aac"
    with pytest.raises(NoSound, match=r"^silent\.mp4 holds no sound$"):
        decode(sounds.film(tmp_path / "b.mp4"), name="silent.mp4")


def test_nothing_but_a_header_holds_no_sound(tmp_path):
    with pytest.raises(NoSound, match=r"^short\.wav holds no sound: not one sample"):
        decode(save(tmp_path / "a.wav", np.zeros(0, np.float32)), name="short.wav")


def test_samples_that_are_no_numbers_become_silence_and_are_counted(tmp_path):
    sound = tone(500, 1)
    sound[[10, 20, 30]] = np.nan, np.inf, -np.inf
    audio, info = decode(save(tmp_path / "a.wav", sound, kind="FLOAT"), name="odd")
    assert audio.samples[0, [10, 20, 30]].tolist() == [0, 0, 0]
    assert audio.samples[0, 40] == sound[40]
    assert "3 samples were not numbers" in info.remark


@pytest.mark.parametrize("height", [10, 1e6, 3e38])
def test_nothing_is_louder_than_full_scale(tmp_path, height):
    path = save(tmp_path / "a.wav", np.float32(height) * tone(500, 1, rate=8_000, height=1.0), rate=8_000, kind="FLOAT")
    audio, _ = decode(path, name="loud")
    assert np.abs(audio.samples).max() == 1  # and none is NaN, which no comparison would hold for


def test_mono_that_was_stored_as_stereo_is_one_channel(tmp_path):
    voice = tone(500, 1)
    audio, info = decode(save(tmp_path / "a.wav", voice, voice), name="double")
    assert audio.samples.shape == (1, 16_000)
    assert info.channels == 2
    assert "all channels hold the same sound" in info.remark
    audio, info = decode(save(tmp_path / "b.wav", voice, 0.9 * voice), name="two")
    assert len(audio.samples) == 2
    assert info.remark == ""


def test_a_playlist_called_wav_does_not_open_the_file_beside_it(tmp_path):
    save(tmp_path / "other.wav", tone(500, 1))
    (tmp_path / "call.wav").write_text("ffconcat version 1.0\nfile 'other.wav'\n")
    with pytest.raises(NotAudio, match="a list of other files"):
        decode(tmp_path / "call.wav", name="call.wav")


def test_a_header_alone_is_damaged_and_a_file_that_is_gone_cannot_be_opened(tmp_path):
    (tmp_path / "a.m4a").write_bytes(b"\x00\x00\x00\x18ftypM4A " + bytes(500))
    with pytest.raises((NotAudio, NoSound), match=r"^a\.m4a "):
        decode(tmp_path / "a.m4a", name="a.m4a")
    with pytest.raises(NotAudio, match=r"^gone\.wav cannot be opened: No such file"):
        decode(tmp_path / "gone.wav", name="gone.wav")


@pytest.mark.parametrize("size", [struct.pack("<I", 1), struct.pack("<I", 0)])
def test_a_header_that_lies_about_its_chunks_ends_in_a_sentence_or_sound(tmp_path, size):
    path = save(tmp_path / "a.wav", tone(500, 1))
    lying = bytearray(path.read_bytes())
    lying[16:20] = size
    path.write_bytes(lying)
    with pytest.raises((NotAudio, NoSound)):
        decode(path, name="a.wav")


@pytest.mark.shared
def test_real_telephone_recordings_are_read_as_they_are(shared):
    lengths = {"commercial_mono.wav": 45.3, "mpeg_sample1.mp3": 9.1, "stereo_diarization.wav": 5.0}
    for name, seconds in lengths.items():
        audio, info = decode(shared / "calls" / name, name=name)
        assert audio.seconds == pytest.approx(seconds, abs=0.1)
        assert info.plays
        assert info.remark == ""

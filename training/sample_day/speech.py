"""Text to samples, by espeak-ng."""

import io
import subprocess
import wave
from xml.sax.saxutils import escape

import numpy as np

from data.records import Floats
from training.sample_day.acting import RATE, Acting
from training.sample_day.script import Speaker

# Not "en-gb": espeak-ng 1.51 speaks that one in its own voice, whatever the variant.
VOICES = {"en": "en", "de": "de", "es": "es", "cmn": "cmn-latn-pinyin"}
SPEED = {"en": 172, "de": 168, "es": 172, "cmn": 200}  # words a minute of a neutral voice, as espeak-ng counts them
FLOOR = 0.003  # of full scale; quieter samples at either end are no speech


def speak(text: str, *, language: str, speaker: Speaker, acting: Acting) -> Floats:
    """The text as samples (N,) in -1 … 1 at 22,050 Hz, without silence at the ends."""
    marked = f'<prosody pitch="{acting.pitch:+d}%" range="{acting.range:+d}%">{escape(text)}</prosody>'
    speed = round(SPEED[language] * (1 + acting.speed / 100))
    command = ["espeak-ng", "-m", "-v", f"{VOICES[language]}+{speaker.variant}", "-p", str(speaker.pitch)]
    command += ["-s", str(speed), "--stdout", marked]
    spoken = subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 (a list, no shell)
    with wave.open(io.BytesIO(spoken.stdout)) as sound:
        if (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) != (RATE, 1, 2):
            raise ValueError("espeak-ng is expected to speak 16-bit mono at 22,050 Hz")
        samples = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(np.float32) / 32768
    loud = np.flatnonzero(np.abs(samples) > FLOOR)
    return samples[loud[0] : loud[-1] + 1]

"""One call as a page needs it: the recording and everything one model heard in it."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import state
from dashboard.texts import text
from data import hits, models, recordings, transcripts, voices
from data.errors import Missing
from data.hits import Hit
from data.records import Model, Recording, Timeline, Voice
from data.subtitles import Line


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """A recording with all its voices, as one model heard them; ``first`` is the role the page speaks of."""

    recording: Recording
    model: Model
    voices: tuple[Voice, ...]
    timelines: Mapping[str, Timeline]  # by role, of those that were read
    first: str
    transcript: tuple[Line, ...] = ()  # what was said, where somebody sent it
    alerts: tuple[tuple[str, Hit], ...] = ()  # names of rules with what they caught here

    @property
    def voice(self) -> Voice:
        """The voice the page speaks of."""
        return next(voice for voice in self.voices if voice.role == self.first)

    @property
    def whole(self) -> tuple[str, ...]:
        """Roles whose verdict is over the whole file: those of short mono recordings."""
        return tuple(voice.role for voice in self.voices) if self.recording.read_whole else ()


def find_call(recording: str, *, role: str = "") -> Call:
    """A call as the session's model heard it, or the newest model that did. ``Missing`` if nobody read it."""
    chosen = state.model()
    with state.store().reading() as read:
        found = recordings.find(read, recording)
        keys = voices.models_of(read, recording)
        if not keys:
            raise Missing(text("call.not_read"))
        key = chosen.key if chosen is not None and chosen.key in keys else keys[0]
        model = models.load(read)[key]
        heard = tuple(voices.load(read, recording, model=key))
        timelines = {
            voice.role: voices.timeline(read, recording, model=key, role=voice.role)
            for voice in heard
            if voice.scores is not None
        }
        said = tuple(transcripts.load(read, recording))
        alerts = tuple(hits.of(read, recording, model=key))
    first = role if role in {voice.role for voice in heard} else heard[0].role
    return Call(found, model, heard, timelines, first, said, alerts)

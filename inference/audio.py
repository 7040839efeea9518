"""Decoded sound, and what is known of the file it came from. Neither leaves this package."""

from dataclasses import dataclass

from data.records import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Audio:
    """Sound in memory."""

    samples: Floats  # (C, N) within -1 … 1, left channel first
    rate: int  # Hz

    @property
    def seconds(self) -> float:
        """Length in seconds."""
        return float(self.samples.shape[1] / self.rate)


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """What a file was before it was decoded."""

    rate: int  # Hz
    channels: int
    codec: str  # FFmpeg's or libsndfile's own name of it
    container: str  # as people call it: WAV, MP3, MP4 …
    mime: str  # for a browser's player
    plays: bool  # whether browsers play container and codec as they are
    seconds: float  # that could be read
    notes: tuple[str, ...] = ()  # what a person should know of it, as sentences

    @property
    def remark(self) -> str:
        """The notes as one line; empty when there is nothing to say."""
        return "; ".join(self.notes)

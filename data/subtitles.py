"""Transcripts as people have them: WebVTT, SubRip, and JSON as Whisper, FunASR and call platforms write it.

The bytes are a stranger's: what comes out are lines of plain text within limits, whatever they hold.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from data.errors import BadTranscript, TooBig
from data.names import clean_text
from data.records import AGENT, CUSTOMER
from data.sheet import text_of

MOST_BYTES = 8 << 20  # four hours of talk are about 300 kB of text; word timings make that ten times as much
MOST_LINES = 20_000
LATEST = 1e6  # seconds
# Keys under which JSON keeps its list of lines, and how many of its units are a second (FunASR counts milliseconds).
LISTS = {"segments": 1.0, "lines": 1.0, "turns": 1.0, "transcript": 1.0, "sentence_info": 1_000.0}
ROLES = {
    **dict.fromkeys(("agent", "坐席", "客服"), AGENT),
    **dict.fromkeys(("customer", "client", "caller", "客户"), CUSTOMER),
}
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})"
_CUE = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^ >]*)?[ \t]+([^>]{1,200})>")
_MARKUP = re.compile(r"</?(?:v|c|i|b|u|lang|ruby|rt|font)(?:[ .][^>]{0,200})?>", re.IGNORECASE)
_SPEAKER = re.compile(rf"({'|'.join(ROLES)}|speaker ?\d{{1,3}})\s*[:：]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """What somebody said: seconds of the recording, who (a role of ours, a name, or nobody known), and the words."""

    start: float
    end: float
    speaker: str
    text: str


def read_lines(content: bytes) -> list[Line]:
    """The lines of a transcript in order of time. ``TooBig`` over the limits, ``BadTranscript`` when it is none."""
    if len(content) > MOST_BYTES:
        raise TooBig(f"the transcript is larger than {MOST_BYTES >> 20} MB")
    said = text_of(content)
    if said is None:
        raise BadTranscript("the transcript is in an unknown encoding: save it in UTF-8")
    found: list[Line] = []
    for line in _from_json(said) if said.lstrip()[:1] in ("{", "[") else _from_cues(said):
        if len(found) >= MOST_LINES:
            raise TooBig(f"the transcript has more than {MOST_LINES:,} lines")
        if line.text:
            found.append(line)
    if not found:
        form = "WebVTT, SubRip and JSON with start, end and text are read"
        raise BadTranscript(f"the transcript holds no line with a time: {form}")
    return sorted(found, key=lambda line: line.start)


def _from_cues(said: str) -> Iterator[Line]:
    """WebVTT and SubRip differ in the mark before milliseconds and in what may stand around the cues."""
    times: tuple[float, float] | None = None
    words: list[str] = []
    for row in [*said.splitlines(), ""]:
        cue = _CUE.match(row)
        if times is not None and (cue or not row.strip()):
            yield _line(*times, "", " ".join(words))
            times, words = None, []
        if cue:
            times = (_seconds(cue.groups()[:4]), _seconds(cue.groups()[4:]))
        elif times is not None:
            words.append(row)


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = parts
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    return whole + int((thousandths or "0").ljust(3, "0")) / 1000


def _from_json(said: str) -> Iterator[Line]:
    try:
        told = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise BadTranscript(f"the transcript is no JSON: {error}") from error
    unit = 1.0
    if isinstance(told, Mapping):
        name = next((name for name in LISTS if isinstance(told.get(name), list)), "")
        told, unit = told.get(name, []), LISTS.get(name, 1.0)
    for row in told if isinstance(told, list) else []:
        start, end = (_number(row, name, unit) for name in ("start", "end"))
        if start is None or end is None:
            continue
        speaker = next((row[name] for name in ("role", "speaker", "spk") if isinstance(row.get(name), str | int)), "")
        words = row.get("text")
        yield _line(start, end, str(speaker), words if isinstance(words, str) else "")


def _number(row: object, name: str, unit: float) -> float | None:
    """A second of a row of JSON; None where there is none or it cannot be one."""
    value: Any = row.get(name) if isinstance(row, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value / unit if 0 <= value <= LATEST * unit else None  # a whole number may be too large to be divided


def _line(start: float, end: float, speaker: str, words: str) -> Line:
    if voice := _VOICE.search(words):
        speaker = speaker or voice[1]
    words = _MARKUP.sub("", words)
    if not speaker and (named := _SPEAKER.match(words.lstrip())):
        speaker, words = named[1], words.lstrip()[named.end() :]
    said = clean_text(words.replace("&lt;", "<").replace("&gt;", ">").replace("&nbsp;", " ").replace("&amp;", "&"))
    who = clean_text(speaker, longest=100)
    return Line(round(start, 3), round(max(start, end), 3), ROLES.get(who.casefold(), who), said)

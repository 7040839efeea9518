"""Which audio container a file is, told by its first bytes alone; its name is never asked.

The FFmpeg demuxer found here is passed on explicitly: left to guess, FFmpeg follows a text file named ``call.wav``
that says ``ffconcat`` to the file beside it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from inference.errors import NotAudio
from inference.limits import HEAD_BYTES
from inference.mpeg import id3_bytes, stream_of

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Container:
    """How a kind of file is read and played."""

    name: str  # as people call it
    demuxer: str  # FFmpeg's name for what reads it
    mime: str  # for a browser's player
    fast: bool = False  # libsndfile reads it too, and faster
    trusted: bool = False  # its header's duration is a fact, not an estimate from the size of the file
    codecs: frozenset[str] = frozenset()  # those in it that browsers play


_PCM = frozenset({"pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_s32le", "pcm_f32le", "pcm_mulaw", "pcm_alaw"})
_XIPH = frozenset({"opus", "vorbis", "flac"})

WAV = Container("WAV", "wav", "audio/wav", fast=True, codecs=_PCM)
WAVE64 = Container("Wave64", "w64", "audio/x-w64", fast=True)
FLAC = Container("FLAC", "flac", "audio/flac", fast=True, trusted=True, codecs=frozenset({"flac"}))
MP3 = Container("MP3", "mp3", "audio/mpeg", fast=True, codecs=frozenset({"mp3"}))
MP4 = Container("MP4", "mov", "audio/mp4", trusted=True, codecs=frozenset({"aac", "mp3", "opus", "flac"}))
OGG = Container("Ogg", "ogg", "audio/ogg", codecs=_XIPH)
WEBM = Container("WebM or Matroska", "matroska", "audio/webm", trusted=True, codecs=_XIPH | {"aac"})
ADTS = Container("AAC", "aac", "audio/aac", codecs=frozenset({"aac"}))
AMR = Container("AMR", "amr", "audio/amr")
AIFF = Container("AIFF", "aiff", "audio/aiff", trusted=True)
CAF = Container("CAF", "caf", "audio/x-caf", trusted=True)
AU = Container("AU", "au", "audio/basic")
ASF = Container("Windows Media", "asf", "audio/x-ms-wma", trusted=True)
AVI = Container("AVI", "avi", "video/x-msvideo", trusted=True)
FLV = Container("Flash video", "flv", "video/x-flv")
MPEG = Container("MPEG video", "mpeg", "video/mpeg")
TRANSPORT = Container("MPEG transport stream", "mpegts", "video/mp2t")
ILBC = Container("iLBC", "ilbc", "audio/ilbc")
QCP = Container("QCELP", "qcp", "audio/qcelp")
DSS = Container("DSS dictation", "dss", "audio/x-dss")
VOC = Container("Creative Voice", "voc", "audio/x-voc")
SPHERE = Container("NIST Sphere", "nistsphere", "audio/x-nist")
WAVPACK = Container("WavPack", "wv", "audio/x-wavpack", trusted=True)

_AUDIO = [  # bytes at the start (a dot stands for any byte), and what they mean
    (rb"(RIFF|RIFX|RF64|BW64)....WAVE", WAV),
    (rb"riff\x2e\x91\xcf\x11", WAVE64),
    (rb"RIFF....AVI ", AVI),
    (rb"RIFF....QLCM", QCP),
    (rb"fLaC", FLAC),
    (rb"OggS", OGG),
    (rb"....(ftyp|moov|mdat|wide|free|skip|pnot)", MP4),
    (rb"\x1a\x45\xdf\xa3", WEBM),
    (rb"\x30\x26\xb2\x75\x8e\x66\xcf\x11", ASF),
    (rb"FORM....AIF[FC]", AIFF),
    (rb"caff\x00", CAF),
    (rb"\.snd", AU),
    (rb"#!AMR(-WB)?\n", AMR),
    (rb"#!iLBC[23]0\n", ILBC),
    (rb"[\x02\x03]dss", DSS),
    (rb"Creative Voice File\x1a", VOC),
    (rb"NIST_1A\n", SPHERE),
    (rb"wvpk", WAVPACK),
    (rb"FLV\x01", FLV),
    (rb"\x00\x00\x01\xba", MPEG),
    (rb"\x47.{187}\x47.{187}\x47", TRANSPORT),
]
_OTHER = [  # what people send by mistake, and what to do about it
    (rb"PK[\x03\x05]", "is a zip archive or an Office document; a zip of recordings is unpacked when it is uploaded"),
    (rb"%PDF", "is a PDF document; only recordings can be read"),
    (
        rb"\x89PNG|\xff\xd8\xff|GIF8|BM....\x00\x00|FORM....ILBM|RIFF....WEBP",
        "is a picture; only recordings can be read",
    ),
    (rb"\x1f\x8b|7z\xbc\xaf|Rar!|BZh|\xfd7zXZ", "is a packed archive; unpack it and send the recordings in it"),
    (rb"MZ|\x7fELF", "is a program; only recordings can be read"),
    (rb"SQLite format 3", "is a database; only recordings can be read"),
    (rb"(?i)\s*(ffconcat|#EXTM3U|\[playlist\])", "is a list of other files, not a recording; send the recordings"),
    (rb"(?i)\s*<(!doctype|html|\?xml)", "is a web page or XML; a download may have failed and saved its error page"),
]
_STREAMS = {"mpeg": MP3, "aac": ADTS}
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")  # bytes that no text holds


def recognise(head: bytes) -> Container:
    """The container that a file with these first bytes is (``HEAD_BYTES`` of them, or all there are).

    Raises ``NotAudio`` with what it looks like instead, as the end of a sentence: "looks like text".
    """
    tag = id3_bytes(head)
    if tag and tag >= len(head):
        return MP3  # a tag is all that is seen; nothing else is sent with one this long
    head = head[tag:]
    if not head.strip(b"\x00"):
        raise NotAudio("holds nothing but zeros; export it again" if head else "is empty (0 bytes); export it again")
    container = _match(head, _AUDIO)
    if container:
        return container
    mistake = _match(head, _OTHER) or (
        "looks like text; a table of calls must end in .csv, a transcript in .vtt, .srt or .json"
        if _is_text(head)
        else ""
    )
    if mistake:
        raise NotAudio(mistake)
    stream = stream_of(head)  # last, for it has no signature: a short text in UTF-16 can pass for a frame
    if not stream:
        raise NotAudio("is in no audio format that is known here; export it as wav, mp3 or flac")
    return _STREAMS[stream]


def first_bytes(path: Path) -> bytes:
    """The ``HEAD_BYTES`` that follow a file's ID3 tag, if it has one; a tag may hold a picture of any size."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
        tag = id3_bytes(head)
        if tag:
            file.seek(tag)
            return file.read(HEAD_BYTES) or head
        return head


def _match(head: bytes, table: Sequence[tuple[bytes, Meaning]]) -> Meaning | None:
    return next((meaning for pattern, meaning in table if re.match(pattern, head, re.DOTALL)), None)


def _is_text(head: bytes) -> bool:
    if not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return not _CONTROL.search(head)
    try:
        return head[: len(head) // 2 * 2].decode("utf-16").replace("\n", "").replace("\r", "").isprintable()
    except UnicodeDecodeError:
        return False

"""MPEG audio frames: how MP3, MP2, MP1 and AAC files are told from noise, for they have no other signature."""

import re

_SYNC = re.compile(rb"\xff[\xe0-\xff]")
_CHAIN = 3  # frames in a row that make it certain; two happen by chance in 64 kB of noise
_HEADER_WITHIN = 64  # bytes: 4 of the frame, 32 of side information, 16 of a checksum and the name itself
_RATES = (44_100, 48_000, 32_000)  # Hz, of MPEG 1; MPEG 2 halves and MPEG 2.5 quarters them
_KILOBITS = {  # by (MPEG 1?, layer), from ISO/IEC 11172-3 and 13818-3
    (True, 1): (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}


def id3_bytes(head: bytes) -> int:
    """Length of the ID3v2 tag at the start, header and footer included; 0 where there is none."""
    if len(head) < 10 or not head.startswith(b"ID3"):
        return 0
    size = 0
    for seven_bits in head[6:10]:
        size = size << 7 | seven_bits & 0x7F
    return size + (20 if head[5] & 0x10 else 10)


def stream_of(head: bytes) -> str:
    """``mpeg`` for layers 1 to 3, ``aac`` for AAC in ADTS, or nothing.

    A stream is a chain of three frames, each starting where the one before ends, anywhere in ``head``; fewer do when
    they start the file and reach its end.
    """
    for sync in _SYNC.finditer(head):
        start = sync.start()
        kind, position, frames = "", start, 0
        while frames < _CHAIN and position < len(head):
            found, length = _frame(head[position : position + 6])
            if not length or (kind and found != kind):
                break
            kind, position, frames = found, position + length, frames + 1
        if frames == _CHAIN or (frames and start == 0 and position >= len(head)):
            return kind
    return ""


def counted_bytes(head: bytes) -> int:
    """How many bytes of MP3 the encoder has counted, from its Xing or Info header in the first frame; 0 without one."""
    found = re.search(rb"(?:Xing|Info)\x00\x00\x00(.)", head[:_HEADER_WITHIN], re.DOTALL)
    if not found or found[1][0] & 3 != 3:  # both counts are there: of frames, then of bytes
        return 0
    return int.from_bytes(head[found.end() + 4 : found.end() + 8], "big")


def _frame(header: bytes) -> tuple[str, int]:
    """Kind and length in bytes of the frame that starts so; a length of 0 where none does."""
    if len(header) < 6 or header[0] != 0xFF or header[1] < 0xE0:
        return "", 0
    layer = 4 - (header[1] >> 1 & 3)
    if layer == 4:  # ADTS: its length stands in the header
        length = (header[3] & 3) << 11 | header[4] << 3 | header[5] >> 5
        is_adts = header[1] >= 0xF0 and length > 7 and header[2] >> 2 & 15 < 13
        return ("aac", length) if is_adts else ("", 0)
    version, bits, rate = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or bits in (0, 15) or rate == 3:
        return "", 0
    bits_per_second = 1000 * _KILOBITS[version == 3, layer][bits]
    hertz = _RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    padding = header[2] >> 1 & 1
    if layer == 1:
        return "mpeg", (12 * bits_per_second // hertz + padding) * 4
    samples = 576 if layer == 3 and version != 3 else 1152
    return "mpeg", samples // 8 * bits_per_second // hertz + padding

"""Pictures for the sample wire: real PNG files, drawn from nothing but a name.

No picture has to be shipped, and no imaging library installed for a demo.
"""

from __future__ import annotations

import colorsys
import hashlib
import struct
import zlib
from functools import lru_cache

WIDTH = 960
HEIGHT = 540

# How much darker the last row is than the first, out of 255.
_FADE = 72

# Row filters of the PNG specification: bytes as they are, and as differences to the row above.
_FILTER_NONE = b"\x00"
_FILTER_UP = b"\x02"


@lru_cache(maxsize=256)
def draw_picture(name: str) -> bytes:
    """Return a PNG of 960 by 540 pixels: a gradient whose colours follow from `name`."""
    digest = hashlib.sha256(name.encode()).digest()
    hue = digest[0] / 256
    left = _colour(hue, saturation=0.75)
    right = _colour(hue + 0.1 + digest[1] / 1024, saturation=0.6)
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)  # 8 bits each of R, G and B
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            _chunk(b"IHDR", header),
            _chunk(b"IDAT", zlib.compress(_rows(left, right))),
            _chunk(b"IEND", b""),
        )
    )


def _colour(hue: float, *, saturation: float) -> tuple[int, ...]:
    # Lightness 0.6 at saturation 0.75 keeps every channel above _FADE, so no byte wraps round.
    channels = colorsys.hls_to_rgb(hue % 1, 0.6, saturation)
    return tuple(round(channel * 255) for channel in channels)


def _rows(left: tuple[int, ...], right: tuple[int, ...]) -> bytes:
    """Return the filtered rows: the first from left to right, each next one a shade darker.

    Below the first row only differences are written, the same for a whole row:
    no loop over the pixels, and a file of a few kilobytes.
    """
    first = bytes(
        round(start + (end - start) * column / (WIDTH - 1))
        for column in range(WIDTH)
        for start, end in zip(left, right, strict=True)
    )
    same, darker = bytes(len(first)), b"\xff" * len(first)
    steps = (
        darker if row * _FADE // HEIGHT > (row - 1) * _FADE // HEIGHT else same
        for row in range(1, HEIGHT)
    )
    return _FILTER_NONE + first + b"".join(_FILTER_UP + step for step in steps)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a PNG chunk: length, kind, data and their checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

"""Pictures for the sample wire: real PNG files, drawn from nothing but a name.

No picture has to be shipped, and no imaging library installed for a demo.
"""

from __future__ import annotations

import hashlib
import math
import struct
import zlib
from functools import lru_cache

WIDTH = 960
HEIGHT = 540

# Colours of the left and of the right edge, top row.
_PALETTES = (
    ((38, 84, 168), (122, 196, 214)),
    ((76, 50, 140), (214, 122, 170)),
    ((18, 110, 110), (150, 206, 150)),
    ((150, 58, 72), (240, 170, 110)),
    ((40, 60, 100), (150, 130, 210)),
    ((20, 100, 150), (90, 200, 170)),
    ((110, 64, 120), (240, 150, 130)),
    ((50, 90, 70), (200, 200, 120)),
)
_SHADES = 32  # steps by which the picture darkens from top to bottom
_GLOW = 26  # by how much a disc is lighter than what is behind it
_NO_FILTER = b"\x00"  # what a PNG row begins with when its bytes are written as they are

# Byte -> byte, for whole rows at once: no loop over half a million pixels.
_DARKER = [bytes(max(0, value - shade) for value in range(256)) for shade in range(_SHADES)]
_LIGHTER = bytes(min(255, value + _GLOW) for value in range(256))


@lru_cache(maxsize=256)
def draw_picture(name: str) -> bytes:
    """Return a PNG of 960 by 540 pixels: two pale discs on a gradient, as `name` has it."""
    digest = hashlib.sha256(name.encode()).digest()
    edge = _edge_to_edge(*_PALETTES[digest[0] % len(_PALETTES)])
    discs = (
        _Disc(x=digest[1] * 3, y=digest[2], radius=90 + digest[3] // 2),
        _Disc(x=WIDTH - digest[4] * 2, y=HEIGHT - digest[5] // 2, radius=180 + digest[6] // 2),
    )
    rows = []
    for y in range(HEIGHT):
        row = edge.translate(_DARKER[y * _SHADES // HEIGHT])
        for disc in discs:
            row = disc.lighten(row, y)
        rows.append(_NO_FILTER + row)
    return _png(b"".join(rows))


class _Disc:
    """A pale disc; its middle may lie outside the picture. Lengths in pixels."""

    def __init__(self, *, x: int, y: int, radius: int) -> None:
        self._x, self._y, self._radius = x, y, radius

    def lighten(self, row: bytes, y: int) -> bytes:
        """Return the RGB bytes of row `y` with the part inside the disc lighter."""
        if abs(y - self._y) >= self._radius:
            return row
        half = math.isqrt(self._radius**2 - (y - self._y) ** 2)
        start, end = 3 * max(0, self._x - half), 3 * max(0, self._x + half)
        return row[:start] + row[start:end].translate(_LIGHTER) + row[end:]


def _edge_to_edge(left: tuple[int, int, int], right: tuple[int, int, int]) -> bytes:
    """Return the RGB bytes of a row that goes from one colour to the other."""
    return bytes(
        round(start + (end - start) * column / (WIDTH - 1))
        for column in range(WIDTH)
        for start, end in zip(left, right, strict=True)
    )


def _png(rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)  # 8 bits each of R, G and B
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a PNG chunk: length, kind, data and their checksum."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

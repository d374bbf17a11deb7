"""Reading an HTTP body that may be endless, or small and unpack to gigabytes.

Called by `fetch`. httpx's own decoders unpack each chunk whole, so that 64 KB
of brotli can fill the memory before any cap is looked at; these stop in time.
"""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator
from typing import Protocol

import brotli

from bot.errors import FetchError


class _Unpacker(Protocol):
    """Unpacks a stream chunk by chunk, never much more than `room` bytes at once."""

    def unpack(self, chunk: bytes, room: int) -> bytes: ...


class _Plain:
    def unpack(self, chunk: bytes, room: int) -> bytes:
        return chunk


class _Zlib:
    """gzip, zlib or, as some servers mean by `deflate`, bare deflate."""

    def __init__(self, encoding: str) -> None:
        self._deflate = encoding == "deflate"
        self._stream: zlib._Decompress | None = None

    def unpack(self, chunk: bytes, room: int) -> bytes:
        if self._stream is None:
            # The low nibble of a zlib header is 8; bare deflate never starts so.
            bare = self._deflate and chunk[:1] != b"" and chunk[0] & 0x0F != 8
            self._stream = zlib.decompressobj(-zlib.MAX_WBITS if bare else zlib.MAX_WBITS | 32)
        return self._stream.decompress(chunk, room)


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def unpack(self, chunk: bytes, room: int) -> bytes:
        unpacked: bytes = self._stream.process(chunk, output_buffer_limit=room)
        return unpacked


def _unpacker(encoding: str) -> _Unpacker:
    if encoding in ("", "identity"):
        return _Plain()
    if encoding in ("gzip", "x-gzip", "deflate"):
        return _Zlib(encoding)
    if encoding == "br":
        return _Brotli()
    raise FetchError(f"The server packed its answer as {encoding!r}, which we did not ask for.")


async def read_body(chunks: AsyncIterator[bytes], encoding: str, *, max_bytes: int) -> bytes:
    """Return the whole body of `chunks`, unpacked from `encoding` (a Content-Encoding).

    Raises:
        FetchError: it is over `max_bytes`, packed or unpacked, or packed wrongly.
    """
    unpacker = _unpacker(encoding.strip().lower())
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        try:
            # One byte of room beyond the cap is enough to know that it is passed.
            body += unpacker.unpack(chunk, max_bytes + 1 - len(body))
        except (zlib.error, brotli.error) as error:
            raise FetchError(
                f"The answer says it is packed as {encoding} and cannot be unpacked."
            ) from error
        if max(received, len(body)) > max_bytes:
            raise FetchError(
                f"The answer is larger than {max_bytes / 1e6:.0f} MB, the most we read."
            )
    return bytes(body)

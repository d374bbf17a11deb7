"""A web site on 127.0.0.1 that answers as a test tells it to."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

import pytest


@dataclass(frozen=True)
class Request:
    path: str
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


Reply = Callable[[Request, asyncio.StreamWriter], Awaitable[None]]


class Site:
    """`pages` maps a path to what is answered there; `requests` is what was asked."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | Reply] = {}
        self.requests: list[Request] = []
        self.connections = 0
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(_parse(head), writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    async def _answer(self, request: Request, writer: asyncio.StreamWriter) -> None:
        self.requests.append(request)
        page = self.pages.get(request.path, Answer(status=404))
        if not isinstance(page, Answer):
            await page(request, writer)
            return
        headers = {"Content-Length": str(len(page.body)), **page.headers}
        lines = [f"HTTP/1.1 {page.status} Words", *(f"{k}: {v}" for k, v in headers.items())]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + page.body)
        await writer.drain()


def _parse(head: bytes) -> Request:
    first, *lines = head.decode("latin-1").strip().split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return Request(first.split(" ")[1], {name.lower(): value for name, value in pairs})


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    server = await asyncio.start_server(site.serve, "127.0.0.1", 0)
    site.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    yield site
    server.close()

"""The receiving side of a broadcast, as lean as HTTP allows: what it is sent, it counts.

Where a benchmark would measure the sandbox instead of the sender, this stands in
for it, in a process of its own. It knows three methods and their errors, and
answers as Telegram does; it checks no text. The sandbox does that, elsewhere.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from typing import Any, cast
from urllib.parse import parse_qsl

import httptools
import httpx

from benchmarks.delivery_town import fork

BOT = {"id": 1, "is_bot": True, "first_name": "TenBrief", "username": "tenbrief_bot"}
SENT_AT = 1_774_526_400


@dataclass
class Book:
    """Who cannot be written to, and how often each chat was."""

    blocked: set[str] = field(default_factory=set)
    moved: dict[str, str] = field(default_factory=dict)
    received: Counter[str] = field(default_factory=Counter)
    last_id: int = 0

    def answer(self, method: str, fields: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """Return the HTTP status and what Telegram would say to one call."""
        match method:
            case "sendMessage":
                return self._send(str(fields["chat_id"]), fields["text"])
            case "editMessageText":
                return _refusal(400, "Bad Request: message is not modified")
            case "getMe":
                return 200, {"ok": True, "result": BOT}
            case "people":
                return self._people(fields)
            case "received":
                counts, self.received = self.received, Counter()
                return 200, dict(counts)
        return _refusal(404, "Not Found")

    def _send(self, chat: str, text: str) -> tuple[int, dict[str, Any]]:
        if chat in self.moved:
            new = {"parameters": {"migrate_to_chat_id": int(self.moved[chat])}}
            status, answer = _refusal(
                400, "Bad Request: group chat was upgraded to a supergroup chat"
            )
            return status, answer | new
        if chat in self.blocked:
            return _refusal(403, "Forbidden: bot was blocked by the user")
        self.received[chat] += 1
        self.last_id += 1
        where = {"id": int(chat), "type": "private", "first_name": "Reader"}
        message = {"message_id": self.last_id, "from": BOT, "chat": where, "date": SENT_AT}
        return 200, {"ok": True, "result": message | {"text": text}}

    def _people(self, change: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.blocked |= set(change["blocked"])
        self.blocked -= set(change["unblocked"])
        self.moved |= change["moved"]
        return 200, {}


def _refusal(code: int, description: str) -> tuple[int, dict[str, Any]]:
    return code, {"ok": False, "error_code": code, "description": description}


class _Connection(asyncio.Protocol):
    """One kept-alive connection; httptools calls the `on_` methods."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._url = b""
        self._body = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports have no common ancestor with asyncio's.
        self._transport = cast(asyncio.Transport, transport)
        self._parser = httptools.HttpRequestParser(self)

    def data_received(self, data: bytes) -> None:
        self._parser.feed_data(data)

    def on_message_begin(self) -> None:
        self._url = b""
        self._body.clear()

    def on_url(self, url: bytes) -> None:
        self._url += url

    def on_body(self, body: bytes) -> None:
        self._body += body

    def on_message_complete(self) -> None:
        method = self._url.rpartition(b"/")[2].decode()
        status, answer = self._book.answer(method, _fields(bytes(self._body)))
        body = json.dumps(answer, ensure_ascii=False).encode()
        head = (
            f"HTTP/1.1 {status} -\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self._transport.write(head.encode() + body)


def _fields(body: bytes) -> dict[str, Any]:
    """Return a call's parameters, sent as JSON or as a form."""
    if body.startswith(b"{"):
        fields: dict[str, Any] = json.loads(body)
        return fields
    return dict(parse_qsl(body.decode()))


def _serve(urls: Queue[str]) -> None:
    async def serve() -> None:
        book = Book()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Connection(book), "127.0.0.1", 0, backlog=1024)
        urls.put(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        await server.serve_forever()

    with suppress(KeyboardInterrupt):
        asyncio.run(serve())


@contextmanager
def receiver() -> Iterator[str]:
    """Serve a receiver in a process of its own and give its URL."""
    urls: Queue[str] = fork.Queue()
    process = fork.Process(target=_serve, args=(urls,), daemon=True)
    process.start()
    try:
        yield urls.get(timeout=30)
    finally:
        process.terminate()
        process.join()


def tell(api_url: str, **people: Any) -> None:
    """Say who `blocked` the bot, who `unblocked` it, and which group `moved` where."""
    change = {"blocked": [], "unblocked": [], "moved": {}} | people
    httpx.post(f"{api_url}/people", json=change, timeout=60).raise_for_status()


def take_received(api_url: str) -> dict[str, int]:
    """Return how often each chat was written to since this was last asked."""
    counts: dict[str, int] = httpx.get(f"{api_url}/received", timeout=60).json()
    return counts

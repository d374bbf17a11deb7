"""A Bot API that answers what a test tells it to, down to cutting the connection.

The project's sandbox is polite; this one shows what a network does.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl


@dataclass(frozen=True)
class Answer:
    """What comes back: a status and a JSON body, or raw bytes, or a cut or silent line."""

    status: int = 200
    body: Any = None
    raw: bytes | None = None
    cut: bool = False
    silent: bool = False


def ok(message_id: int = 1) -> Answer:
    return Answer(200, {"ok": True, "result": {"message_id": message_id}})


def refused(status: int, description: str, **parameters: Any) -> Answer:
    body = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return Answer(status, body)


@dataclass
class RudeApi:
    """`answers` are given in order, the last one for ever; `requests` are what came in."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)

    def sent(self, method: str) -> list[dict[str, Any]]:
        return [fields for name, fields in self.requests if name == method]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                headers = dict(
                    line.lower().split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line
                )
                body = await reader.readexactly(int(headers.get("content-length", 0)))
                method = head.split(" ", 2)[1].rsplit("/", 1)[-1]
                self.requests.append((method, _fields(headers.get("content-type", ""), body)))
                if not await self._answer(writer):
                    break
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter) -> bool:
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if answer.silent:
            await asyncio.Event().wait()
        if answer.cut:
            return False
        payload = answer.raw if answer.raw is not None else json.dumps(answer.body).encode()
        writer.write(
            f"HTTP/1.1 {answer.status} X\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(payload)}\r\n\r\n".encode()
            + payload
        )
        await writer.drain()
        return True


def _fields(content_type: str, body: bytes) -> dict[str, Any]:
    if content_type.startswith("application/json"):
        return dict(json.loads(body))
    return dict(parse_qsl(body.decode()))


@asynccontextmanager
async def rude_api(*answers: Answer) -> AsyncIterator[RudeApi]:
    """Serve `answers` on a free port of 127.0.0.1."""
    api = RudeApi(answers=list(answers) or [ok()])
    tasks: set[asyncio.Task[None]] = set()

    def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.create_task(api.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    server = await asyncio.start_server(connected, "127.0.0.1", 0)
    api.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot"
    try:
        yield api
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

"""A model server over real HTTP on 127.0.0.1, which answers as a test tells it to."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Payload = dict[str, Any]


@dataclass(frozen=True)
class Answer:
    """One HTTP answer: a JSON body, or raw text where JSON is not wanted."""

    body: Payload | str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def says(content: str, *, tokens: tuple[int, int] | None = (100, 20)) -> Answer:
    """Return a chat completion that says `content`; `tokens` are prompt and completion."""
    body: Payload = {"choices": [{"message": {"role": "assistant", "content": content}}]}
    if tokens is not None:
        body["usage"] = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return Answer(body)


def writes(headline: str, body: str) -> Answer:
    """Return a chat completion with this headline and body."""
    return says(json.dumps({"headline": headline, "body": body}, ensure_ascii=False))


@dataclass
class FakeServer:
    """What was asked, and who answers: a function of (payload, how many came before)."""

    url: str
    answer: Callable[[Payload, int], Answer]
    asked: list[Payload] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    keys: list[str | None] = field(default_factory=list)

    def prompt(self, number: int = -1) -> str:
        """Return the user's message of one request."""
        return str(self.asked[number]["messages"][1]["content"])


@contextmanager
def serve(answer: Callable[[Payload, int], Answer]) -> Iterator[FakeServer]:
    """Run a server until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self) -> None:
            # Who waits no longer has hung up, as tests of patience want it.
            with suppress(ConnectionError):
                super().handle()

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            payload = json.loads(self.rfile.read(length))
            with lock:
                before = len(server.asked)
                server.asked.append(payload)
                server.paths.append(self.path)
                server.keys.append(self.headers["Authorization"])
            reply = server.answer(payload, before)
            body = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
            data = body.encode()
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_request(self, code: object = "-", size: object = "-") -> None:
            """Say nothing."""

    lock = threading.Lock()
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    httpd.daemon_threads = True
    server = FakeServer(f"http://127.0.0.1:{httpd.server_port}/v1", answer)
    thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        httpd.shutdown()
        thread.join()
        httpd.server_close()

"""The Bot API's door: `/bot<token>/<method>` -> a method -> an HTTP answer."""

from __future__ import annotations

import asyncio
import socket
import struct

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.encoding import encode
from bot.sandbox.faults import Fault
from bot.sandbox.methods import METHODS
from bot.sandbox.refusals import RefusedError
from bot.sandbox.requests import Params, read_params
from bot.sandbox.state import Sandbox

# What stands before Telegram's servers answers for itself, and not in JSON.
GATEWAY_STATUSES = (502, 503, 504)
GATEWAY_PAGE = b"<html><head><title>Bad Gateway</title></head><body>nginx</body></html>"
# The ASGI extension through which a fault reaches the connection.
TRANSPORT = "tenbrief.transport"


class BotApi:
    """An ASGI application; one call costs one dictionary look-up beyond its method."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one call."""
        token, _, name = scope["path"].removeprefix("/bot").partition("/")
        try:
            params = await read_params(scope, receive)
            if token != self.sandbox.token:
                raise RefusedError(401, "")
            method = name.lower()
            fault = self.sandbox.faults.strike(method, params.integer("chat_id"))
            if fault is None:
                status, body = await self._call(method, params)
            else:
                status, body = await self._call_in_trouble(fault, method, params)
                if fault.reset or fault.cut is not None:
                    if fault.cut is not None:
                        await _start_answer(send, status, body, fault.cut)
                    await _break_off(scope, is_reset=fault.cut is None)
                    return
        except RefusedError as refusal:
            status, body = refusal.code, encode(refusal.as_json()).encode()
        await _answer(send, status, body)

    async def _call(self, name: str, params: Params) -> tuple[int, bytes]:
        """Return the status and body of a call that meets no fault."""
        try:
            method = METHODS.get(name)
            if method is None or (
                name.startswith("sendrich") and not self.sandbox.switches.rich_messages
            ):
                raise RefusedError(404, "method not found")
            result = method(self.sandbox, params)
            if not isinstance(result, str):
                result = await result
        except RefusedError as refusal:
            return refusal.code, encode(refusal.as_json()).encode()
        return 200, f'{{"ok":true,"result":{result}}}'.encode("utf-8", "replace")

    async def _call_in_trouble(self, fault: Fault, name: str, params: Params) -> tuple[int, bytes]:
        """Return the status and body that `fault` makes of a call."""
        if fault.delay_seconds:
            await asyncio.sleep(fault.delay_seconds)
        if fault.reset == "before":
            return 0, b""
        if fault.status in GATEWAY_STATUSES:
            return fault.status, GATEWAY_PAGE
        if fault.status:
            refusal = _refusal(fault, fault.status)
            return refusal.code, encode(refusal.as_json()).encode()
        answer = await self._call(name, params)
        if fault.answer_delay_seconds:
            await asyncio.sleep(fault.answer_delay_seconds)
        return answer


class FileDoor:
    """An ASGI application: `/file/bot<token>/<path>` -> the bytes of a file."""

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the file that `getFile` pointed at."""
        token = scope["path_params"]["token"]
        found = self.sandbox.files.get(scope["path_params"]["path"].rpartition("/")[2])
        if token != self.sandbox.token or found is None:
            refusal = RefusedError(404, "")
            await _answer(send, 404, encode(refusal.as_json()).encode())
            return
        kind = found.content_type if found.width else "application/octet-stream"
        await Response(found.data, media_type=kind)(scope, receive, send)


def _refusal(fault: Fault, status: int) -> RefusedError:
    """Return the answer that a fault asks for, in Telegram's words unless it has its own."""
    if status == 429:
        seconds = fault.retry_after or 1
        return RefusedError(429, f"retry after {seconds}", {"retry_after": seconds})
    return RefusedError(status, fault.description or "")


async def _answer(send: Send, status: int, body: bytes) -> None:
    await _start_answer(send, status, body, len(body), is_whole=True)


async def _start_answer(
    send: Send, status: int, body: bytes, shown: int, *, is_whole: bool = False
) -> None:
    """Send the head of an answer and the first `shown` bytes of its body."""
    kind = b"text/html" if status in GATEWAY_STATUSES else b"application/json"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body[:shown], "more_body": not is_whole})


async def _break_off(scope: Scope, *, is_reset: bool) -> None:
    """Drop the connection: as a reset, or after what was sent has gone out."""
    transport = scope.get("extensions", {}).get(TRANSPORT, {}).get("transport")
    if not isinstance(transport, asyncio.Transport):
        raise ConnectionResetError("a fault broke the connection off")
    if is_reset:
        # Without lingering the other side sees a reset rather than an orderly end.
        connection = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    else:
        transport.close()
    # The server learns of it on the loop's next turn, and then expects no answer.
    await asyncio.sleep(0)

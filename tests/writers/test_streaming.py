from __future__ import annotations

import httpx
import pytest

from bot.errors import ModelError
from bot.writers.model_server import ServerRefusedError
from bot.writers.streaming import stream_chat

EVENTS = {"Content-Type": "text/event-stream; charset=utf-8"}


async def pieces(
    body: str, *, status: int = 200, headers: dict[str, str] | None = None
) -> list[str]:
    def answer(request: httpx.Request) -> httpx.Response:
        assert b'"stream":true' in request.content.replace(b" ", b"")
        return httpx.Response(status, text=body, headers=headers or EVENTS)

    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as client:
        return [piece async for piece in stream_chat(client, "http://m.example", None, {})]


async def test_an_answer_comes_in_the_pieces_it_is_sent_in() -> None:
    body = (
        ': hello\n\ndata: {"choices":[{"delta":{"role":"assistant"}}]}\n\n'
        'data: {"choices":[{"delta":{"content":"It "}}]}\n\n'
        'data: {"choices":[{"delta":{"content":"floats"}}]}\n\n'
        'data: {"choices":[],"usage":{}}\n\ndata: [DONE]\n\ndata: never read\n\n'
    )
    assert await pieces(body) == ["It ", "floats"]


async def test_a_server_that_cannot_stream_answers_whole() -> None:
    body = '{"choices":[{"message":{"content":"It floats"}}]}'
    assert await pieces(body, headers={"Content-Type": "application/json"}) == ["It floats"]


async def test_a_refusal_says_its_status() -> None:
    with pytest.raises(ServerRefusedError, match="401") as caught:
        await pieces("no", status=401)
    assert caught.value.status == 401


@pytest.mark.parametrize("body", ["data: no json\n\n", "data: {}\n\n", 'data: {"choices":[1]}\n\n'])
async def test_nonsense_is_an_error_of_ours(body: str) -> None:
    with pytest.raises(ModelError):
        await pieces(body)


async def test_a_server_that_never_stops_is_left() -> None:
    chunk = 'data: {"choices":[{"delta":{"content":"' + "x" * 1000 + '"}}]}\n\n'
    with pytest.raises(ModelError, match="does not stop"):
        await pieces(chunk * 30)

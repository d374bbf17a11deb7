"""Embeddings from an address, against a server over real HTTP."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from bot.errors import ModelError
from bot.writers import RemoteEmbedder
from tests.writers.fake_server import Answer, FakeServer, Payload, serve


@contextmanager
def embedder_at(server: FakeServer, mark: str = "#tiny") -> Iterator[RemoteEmbedder]:
    with httpx.Client(timeout=5) as client:
        yield RemoteEmbedder(server.url + mark, "secret", client)


def by_length(payload: Payload, before: int) -> Answer:
    rows = [
        {"index": number, "embedding": [float(len(text)), 4.0]}
        for number, text in enumerate(payload["input"])
    ]
    return Answer({"data": rows[::-1]})


def test_each_text_gets_its_vector_of_length_one() -> None:
    with serve(by_length) as server, embedder_at(server) as embedder:
        vectors = [array("f", vector) for vector in embedder.embed(["abc", "abcdef"])]
    assert [round(value, 3) for value in vectors[0]] == [0.6, 0.8]
    assert all(math.isclose(math.hypot(*vector), 1, rel_tol=1e-6) for vector in vectors)


def test_many_texts_go_in_several_requests_in_order() -> None:
    texts = ["x" * (number + 1) for number in range(150)]
    with serve(by_length) as server, embedder_at(server) as embedder:
        vectors = [array("f", vector) for vector in embedder.embed(texts)]
    assert len(server.asked) == 3
    assert [round(4 * vector[0] / vector[1]) for vector in vectors] == list(range(1, 151))


def test_no_texts_ask_nothing() -> None:
    with serve(by_length) as server, embedder_at(server) as embedder:
        assert embedder.embed([]) == []
    assert server.asked == []


def test_the_model_is_named_behind_the_mark_and_vectors_are_stored_under_it() -> None:
    with serve(by_length) as server, embedder_at(server) as embedder:
        embedder.embed(["abc"])
        assert embedder.name == "tiny@127.0.0.1"
    assert server.asked[0]["model"] == "tiny"
    assert server.paths == ["/v1/embeddings"]
    assert server.keys == ["Bearer secret"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer({"data": []}),
        Answer({"data": [{"index": 0, "embedding": ["a"]}]}),
        Answer({"data": "none"}),
        Answer("nonsense"),
        Answer({}, status=404),
    ],
)
def test_a_useless_answer_is_one_clear_error(answer: Answer) -> None:
    with serve(lambda payload, before: answer) as server, embedder_at(server) as embedder:
        with pytest.raises(ModelError):
            embedder.embed(["abc"])
        assert len(server.asked) == 1


def test_a_passing_failure_is_tried_again() -> None:
    def answer(payload: Payload, before: int) -> Answer:
        return by_length(payload, before) if before else Answer({}, status=503)

    with serve(answer) as server, embedder_at(server) as embedder:
        assert len(embedder.embed(["abc"])) == 1

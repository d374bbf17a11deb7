"""Embeddings from an OpenAI-compatible address, behind the editor's `Embedder` protocol."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from typing import Any
from urllib.parse import urldefrag

import httpx
import stamina

from bot.errors import ModelError
from bot.writers.model_server import (
    ATTEMPTS,
    PATIENCE_SECONDS,
    endpoint,
    headers,
    read_object,
    translate,
    worth_retrying,
)

DEFAULT_MODEL = "text-embedding-3-small"
TEXTS_PER_REQUEST = 64
TEXT_CHARACTERS = 8000


class RemoteEmbedder:
    """Asks a server for vectors. Synchronous: the newsroom runs it in a thread.

    `url` is the API's base or the address of its `/embeddings`; what follows a
    `#` in it names the model (`http://localhost:11434/v1#bge-m3`).
    """

    def __init__(self, url: str, key: str | None, client: httpx.Client) -> None:
        base, model = urldefrag(url)
        self._model = model or DEFAULT_MODEL
        self._address = endpoint(base, "/embeddings")
        self._key = key
        self._client = client

    @property
    def name(self) -> str:
        """Return what the vectors are stored under: vectors of two models never compare."""
        return f"{self._model}@{httpx.URL(self._address).host}"

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return one vector per text: float32 values of length one, in the machine's byte order.

        Raises:
            ModelError: the server fails or answers something else.
        """
        vectors: list[bytes] = []
        for start in range(0, len(texts), TEXTS_PER_REQUEST):
            batch = [
                text[:TEXT_CHARACTERS] or " " for text in texts[start : start + TEXTS_PER_REQUEST]
            ]
            vectors += _vectors(self._post({"model": self._model, "input": batch}), len(batch))
        return vectors

    def _post(self, payload: dict[str, Any]) -> dict[str, Any]:
        try:
            for attempt in stamina.retry_context(
                on=worth_retrying, attempts=ATTEMPTS, timeout=PATIENCE_SECONDS, wait_max=20.0
            ):
                with attempt:
                    response = self._client.post(
                        self._address, json=payload, headers=headers(self._key)
                    )
                    response.raise_for_status()
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise translate(error) from error
        return read_object(response)


def _vectors(answer: dict[str, Any], count: int) -> list[bytes]:
    try:
        rows = sorted(answer["data"], key=lambda row: row["index"])
        vectors = [_unit(row["embedding"]) for row in rows]
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise ModelError("The embedding server's answer holds no vectors.") from error
    if len(vectors) != count or len({len(vector) for vector in vectors}) > 1:
        raise ModelError("The embedding server answered another number of vectors than asked.")
    return vectors


def _unit(values: Sequence[float]) -> bytes:
    """Return `values` scaled to length one, as float32."""
    length = math.sqrt(sum(value * value for value in values)) or 1.0
    return array("f", [value / length for value in values]).tobytes()

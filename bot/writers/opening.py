"""Writers and their servers, opened from the settings. Called by `app`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from pydantic import SecretStr

from bot.settings import Settings
from bot.writers.budget import Budget, TextCache
from bot.writers.language_model import LanguageModel
from bot.writers.remote_embedder import RemoteEmbedder

# A model that thinks first may take long for its answer; a connection may not.
TIMEOUT = httpx.Timeout(60.0, connect=10.0)


@asynccontextmanager
async def open_model(
    settings: Settings, budget: Budget, answers: TextCache
) -> AsyncIterator[LanguageModel]:
    """Hold the language model of the settings, and its connections, for a while."""
    key = settings.llm_api_key
    async with httpx.AsyncClient(timeout=TIMEOUT) as client:
        yield LanguageModel(
            settings.llm_url or "",
            key.get_secret_value() if key else None,
            settings.llm_model or "",
            client,
            budget,
            answers,
        )


def remote_embedder(url: str, key: SecretStr | None) -> RemoteEmbedder:
    """Return the embedder behind the OpenAI-compatible address `url`."""
    client = httpx.Client(timeout=TIMEOUT)
    return RemoteEmbedder(url, key.get_secret_value() if key else None, client)

"""Writers and their servers, opened from the settings. Called by `app`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial

import httpx
import structlog
from pydantic import SecretStr

from bot.clock import Clock
from bot.language.names import Names
from bot.settings import Settings
from bot.writers.budget import Budget, DayBudget, RecentTexts, TextCache
from bot.writers.language_model import LanguageModel
from bot.writers.remote_embedder import RemoteEmbedder
from bot.writers.writer import Writer

log = structlog.get_logger(__name__)

# A model that thinks first may take long for its answer; a connection may not.
TIMEOUT = httpx.Timeout(60.0, connect=10.0)


def open_writer(settings: Settings, store: object, clock: Clock, names: Names) -> Writer:
    """Return the writer that the settings ask for: with a language model if one is set.

    Budget and answers are kept for the life of the process, whatever `store`
    is handed in.
    """
    del store
    if settings.llm_url is None:
        return Writer(names)
    if settings.llm_model is None:
        log.warning("language_model_off", reason="LLM_URL is set and LLM_MODEL is not")
        return Writer(names)
    # Clocks are plain objects and hash by identity, which their protocol does not say.
    budget = _day_budget(settings.llm_daily_tokens, clock)  # type: ignore[arg-type]
    return Writer(names, partial(open_model, settings, budget, _answers()))


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


@cache
def _day_budget(daily_tokens: int, clock: Clock) -> DayBudget:
    """Return the budget that all writers of this process share."""
    return DayBudget(daily_tokens, clock)


@cache
def _answers() -> RecentTexts:
    return RecentTexts()

"""How the bot is: health for a container, metrics for Prometheus. Called by `bot.web`."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from math import inf
from threading import Lock
from time import monotonic

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.model import Receipt
from bot.newsroom import Newsroom
from bot.vitals import Vitals

FRESH_SECONDS = 15.0
# With a million lines counting takes seconds; at most this part of the time goes there.
COUNTING_SHARE = 0.05


def state_routes(newsroom: Newsroom) -> list[Route]:
    """Return /health and /metrics."""
    registry = CollectorRegistry()
    registry.register(VitalsCollector(newsroom))

    async def health(_request: Request) -> Response:
        problems = await asyncio.to_thread(newsroom.problems)
        return JSONResponse(
            {"status": "failing" if problems else "ok", "problems": problems},
            status_code=503 if problems else 200,
        )

    async def metrics(_request: Request) -> Response:
        text = await asyncio.to_thread(generate_latest, registry)
        return Response(text, media_type=CONTENT_TYPE_LATEST)

    return [Route("/health", health), Route("/metrics", metrics)]


class VitalsCollector(Collector):
    """Reads the figures from the store when Prometheus asks, so that all processes agree.

    Counting a brief's lines reads all of them: figures are as old as
    `FRESH_SECONDS`, or older where counting takes long, however many ask
    however often.
    """

    def __init__(self, newsroom: Newsroom, now_seconds: Callable[[], float] = monotonic) -> None:
        self._newsroom = newsroom
        self._now_seconds = now_seconds
        self._counting = Lock()
        self._gauges: list[GaugeMetricFamily] = []
        self._fresh_until = -inf

    def describe(self) -> list[GaugeMetricFamily]:
        """Return nothing: reading the store at registration would cost a query for no use."""
        return []

    def collect(self) -> list[GaugeMetricFamily]:
        """Return the gauges."""
        with self._counting:
            began = self._now_seconds()
            if began >= self._fresh_until:
                self._gauges = list(_gauges(self._newsroom.vitals()))
                ended = self._now_seconds()
                self._fresh_until = ended + max(FRESH_SECONDS, (ended - began) / COUNTING_SHARE)
            return self._gauges


def _gauges(vitals: Vitals) -> list[GaugeMetricFamily]:
    items = GaugeMetricFamily("tenbrief_items", "Items stored.", value=vitals.items)
    chats = GaugeMetricFamily(
        "tenbrief_subscribed_chats", "Chats that get an edition.", labels=["edition"]
    )
    for slug, count in vitals.subscribed.items():
        chats.add_metric([slug], count)
    failing = GaugeMetricFamily(
        "tenbrief_failing_sources",
        "Sources whose last visit failed.",
        value=len(vitals.failing_sources),
    )
    return [items, chats, failing, *_receipt_gauges(vitals.receipts)]


def _receipt_gauges(receipts: Sequence[Receipt]) -> list[GaugeMetricFamily]:
    """Return how the newest brief of each edition went."""
    deliveries = GaugeMetricFamily(
        "tenbrief_deliveries", "The newest brief's deliveries.", labels=["edition", "state"]
    )
    chats = GaugeMetricFamily(
        "tenbrief_brief_chats",
        "What became of the newest brief for its chats.",
        labels=["edition", "fate"],
    )
    reasons = GaugeMetricFamily(
        "tenbrief_not_sent", "Messages not sent, by reason.", labels=["edition", "reason"]
    )
    late = GaugeMetricFamily(
        "tenbrief_late_seconds",
        "Seconds between promised and sent: median and worst.",
        labels=["edition", "quantile"],
    )
    rate = GaugeMetricFamily(
        "tenbrief_messages_per_second",
        "Messages a second in the busiest minute.",
        labels=["edition"],
    )
    for receipt in receipts:
        for state, count in receipt.states.items():
            deliveries.add_metric([receipt.edition, state.value], count)
        for fate, count in receipt.fates.items():
            chats.add_metric([receipt.edition, fate.value], count)
        for reason, count in receipt.reasons.items():
            reasons.add_metric([receipt.edition, reason], count)
        if receipt.late is not None:
            late.add_metric([receipt.edition, "0.5"], receipt.late.median_seconds)
            late.add_metric([receipt.edition, "1"], receipt.late.worst_seconds)
        rate.add_metric([receipt.edition], receipt.messages_per_second)
    return [deliveries, chats, reasons, late, rate]

"""Logging: one event a line, `key=value`, on standard error.

Called once by `cli`. Other libraries' records pass through the same form. A
bot token can reach a log only through somebody else's message (httpx logs the
addresses it asks), so whatever looks like one is taken out of every line.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# A token as @BotFather gives it: the bot's id, a colon, 35 characters.
TOKEN = re.compile(r"\d{3,}:[A-Za-z0-9_-]{20,}")


def configure_logging(*, verbose: bool) -> None:
    """Send events to standard error: from INFO up when `verbose`, else from WARNING."""
    level = logging.INFO if verbose else logging.WARNING
    before: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.format_exc_info,
        _hide_tokens,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.LogfmtRenderer(
                    key_order=["timestamp", "level", "event"], drop_missing=True
                ),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # These tell of every request, with its address: only their warnings matter.
    for name in ("httpx", "httpcore", "apscheduler", "telegram", "uvicorn.access", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # An answer that was cut short it quotes in full, with a chat's text and names; that
    # it could not be read is raised besides.
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _hide_tokens(
    _logger: object, _name: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Blank whatever looks like a bot token, wherever it stands in the event."""
    for key, value in event.items():
        if isinstance(value, str) and TOKEN.search(value):
            event[key] = TOKEN.sub("<token>", value)
    return event

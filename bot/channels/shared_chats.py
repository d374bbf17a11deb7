"""What all processes of a bot know of single chats, shared through PostgreSQL.

Used by `shared_bucket`: which chats Telegram asked to leave alone for a while,
and what groups and channels were sent lately. A private chat takes one message
a second, so one that was written to is left alone for as long; there are too
many of them to be asked for one by one before each message. pyrate-limiter's
`PostgresBucket` would need a table for every chat.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import ceil
from typing import TYPE_CHECKING, Any

from bot.channels.buckets import HEADROOM

if TYPE_CHECKING:
    from psycopg_pool import ConnectionPool

MINUTE_SECONDS = 60 * HEADROOM
SECOND_SECONDS = HEADROOM

CREATE = """
CREATE UNLOGGED TABLE IF NOT EXISTS chat_stop (
    bot bigint, chat text, until timestamptz NOT NULL, PRIMARY KEY (bot, chat));
CREATE UNLOGGED TABLE IF NOT EXISTS chat_turn (
    bot bigint, chat text, at timestamptz NOT NULL);
CREATE INDEX IF NOT EXISTS chat_turn_chat ON chat_turn (bot, chat, at);
"""
STOP = """
INSERT INTO chat_stop AS stop VALUES (%s, %s, now() + %s * interval '1 second')
ON CONFLICT (bot, chat) DO UPDATE SET until = greatest(stop.until, excluded.until)
"""
# In one order, so that two processes never wait for each other.
PAUSE = """
INSERT INTO chat_stop AS stop
SELECT %s, chat, now() + %s * interval '1 second' FROM unnest(%s::text[]) AS chat ORDER BY chat
ON CONFLICT (bot, chat) DO UPDATE SET until = greatest(stop.until, excluded.until)
"""
STOPS = """
SELECT chat, extract(epoch FROM until - now()) * 1000 FROM chat_stop
WHERE bot = %s AND until > now()
"""
# What another process is writing to is left to it: waiting for it, the two could block each other.
FORGET = """
DELETE FROM chat_stop WHERE (bot, chat) IN (
    SELECT bot, chat FROM chat_stop WHERE bot = %s AND until <= now() FOR UPDATE SKIP LOCKED)
"""
# One process at a time counts a chat's messages and adds its own.
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))"
FORGET_TURNS = """
DELETE FROM chat_turn
WHERE bot = %s AND chat = %s AND at <= clock_timestamp() - %s * interval '1 second'
"""
TURNS = """
SELECT extract(epoch FROM clock_timestamp() - at) FROM chat_turn
WHERE bot = %s AND chat = %s ORDER BY at DESC
"""
TURN = "INSERT INTO chat_turn VALUES (%s, %s, clock_timestamp())"


class SharedChats:
    """The chats of bot `bot_id`; every method waits for the database. For threads.

    `per_second` is how many messages a chat takes, `per_minute` a group or channel.
    """

    def __init__(
        self, pool: ConnectionPool, bot_id: int, per_second: float, per_minute: float
    ) -> None:
        self._pool = pool
        self._bot_id = bot_id
        self._limits = (
            (max(1, int(per_second)), SECOND_SECONDS * max(1.0, 1 / per_second)),
            (max(1, int(per_minute)), MINUTE_SECONDS),
        )
        # A chat that takes several a second need not be left alone after each.
        self._pause_seconds = HEADROOM / per_second if per_second <= 1 else 0.0
        with pool.connection() as connection:
            connection.execute(ALONE, ("chat_turn", 0))
            connection.execute(CREATE)

    def stop(self, chat: str, seconds: float) -> None:
        """Let every process leave `chat` alone for so long."""
        with self._pool.connection() as connection:
            connection.execute(STOP, (self._bot_id, chat, seconds))

    def pause(self, chats: Collection[str]) -> None:
        """Let every process leave these chats alone until they take another message."""
        if self._pause_seconds:
            with self._pool.connection() as connection:
                connection.execute(PAUSE, (self._bot_id, self._pause_seconds, list(chats)))

    def stops(self) -> Mapping[str, int]:
        """Return for how many ms each stopped chat is still to be left alone."""
        with self._pool.connection() as connection:
            connection.execute(FORGET, (self._bot_id,))
            rows = connection.execute(STOPS, (self._bot_id,)).fetchall()
        return {chat: ceil(wait_ms) for chat, wait_ms in rows}

    def take(self, chat: str) -> int:
        """Count one message to a group or channel; return 0, or after how many ms it has room."""
        with self._pool.connection() as connection:
            connection.execute(ALONE, (chat, self._bot_id))
            connection.execute(FORGET_TURNS, (self._bot_id, chat, MINUTE_SECONDS))
            rows: list[tuple[Any]] = connection.execute(TURNS, (self._bot_id, chat)).fetchall()
            wait_seconds = self._wait([float(age) for (age,) in rows])
            if wait_seconds <= 0:
                connection.execute(TURN, (self._bot_id, chat))
                return 0
        return ceil(wait_seconds * 1000)

    def _wait(self, ages: list[float]) -> float:
        """Return the seconds until there is room after messages of these ages, newest first."""
        waits = [window - ages[most - 1] for most, window in self._limits if len(ages) >= most]
        return max(waits, default=0.0)

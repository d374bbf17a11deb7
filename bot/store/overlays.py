"""What a chat gets beyond the ten: stories of the day on topics that it follows.

`planning` asks for which topics there are such stories, `follows` which they
are for one chat. Both look at what was known when the brief was published, so
that the same chat is told the same stories however often it is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from bot.clock import edition_window
from bot.model import Brief, Edition
from bot.store import tables
from bot.store.keys import highest_key, lowest_key
from bot.store.statements import AnySelect

_ITEM = tables.item.c
_TAG = tables.item_topic.c
_STORY = tables.story.c
_SLOT = tables.slot.c
_FOLLOW = tables.follow.c


def overlay_topics(
    connection: Connection, brief: Brief, edition: Edition, published_at: datetime
) -> Sequence[int]:
    """Return the keys of topics that are followed and have a story beyond the brief's own."""
    followed = select(_FOLLOW.topic).distinct()
    wanted = _tagged(select(_TAG.topic).distinct(), brief, edition, published_at)
    return connection.execute(wanted.where(_TAG.topic.in_(followed))).scalars().all()


def overlay_stories(
    connection: Connection,
    chat_id: int,
    brief: Brief,
    edition: Edition,
    published_at: datetime,
    limit: int,
) -> Sequence[int]:
    """Return the keys of up to `limit` stories for a chat, the most reported first."""
    followed = select(_FOLLOW.topic).where(_FOLLOW.chat == chat_id)
    items = func.count(_ITEM.key.distinct())
    wanted = (
        _tagged(select(_ITEM.story), brief, edition, published_at)
        .where(_TAG.topic.in_(followed))
        .group_by(_ITEM.story)
        .order_by(items.desc(), func.max(_ITEM.key).desc())
        .limit(limit)
    )
    return connection.execute(wanted).scalars().all()


def _tagged(wanted: AnySelect, brief: Brief, edition: Edition, published_at: datetime) -> Any:
    """Narrow `wanted` to tags of the day's items whose stories are not in the brief."""
    since, until = edition_window(brief.date, edition.hour, edition.zone)
    told = select(_STORY.key).join(tables.slot, _SLOT.story == _STORY.id)
    conditions: list[ColumnElement[bool]] = [
        _ITEM.key.between(lowest_key(since), highest_key(until)),
        _ITEM.added_at <= published_at,
        _ITEM.story.is_not(None),
        _ITEM.story.not_in(told.where(_SLOT.brief == brief.id)),
    ]
    joined = wanted.select_from(tables.item).join(tables.item_topic, _TAG.item == _ITEM.key)
    return joined.where(*conditions)

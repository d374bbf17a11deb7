"""What is due to whom and when, as `following` decides it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.following import BREAKING_TIME, is_breaking, is_quiet, week_key
from bot.model import Address, Chat, ChatKind, Edition, Item, QuietHours, Story

NOON = datetime(2026, 3, 8, 12, tzinfo=UTC)
EDITION = Edition("en", "TenBrief", "en", "UTC", time(12))
CHAT = Chat(1, Address("telegram", "1"), ChatKind.PRIVATE, "en", edition="en")


def chat(**wishes: object) -> Chat:
    return Chat(1, CHAT.address, CHAT.kind, "en", edition="en", **wishes)  # type: ignore[arg-type]  # any wish


def story(*sources: str, seen: datetime = NOON) -> Story:
    items = tuple(Item(s, s, s, f"https://{s}.example/1", "T", "", "en", seen) for s in sources)
    return Story("s", "T", items, ("DeepSeek",), seen, seen)


def test_a_story_breaks_when_several_outlets_tell_it_soon() -> None:
    assert is_breaking(story("a", "b", "c"), NOON)
    assert not is_breaking(story("a", "a", "b"), NOON)
    late = NOON + BREAKING_TIME + timedelta(minutes=1)
    assert not is_breaking(story("a", "b", "c"), late)


def test_quiet_hours_are_those_of_the_chats_own_clock() -> None:
    quiet = chat(quiet=QuietHours(time(20), time(22)))
    assert is_quiet(quiet, "Asia/Shanghai", NOON + timedelta(hours=1))
    assert not is_quiet(quiet, "UTC", NOON + timedelta(hours=1))
    assert not is_quiet(chat(), "Asia/Shanghai", NOON)
    assert not is_quiet(quiet, "No/Such", NOON)


@pytest.mark.parametrize(
    ("now", "wishes", "due"),
    [
        (NOON, {}, True),
        (NOON - timedelta(minutes=1), {}, False),
        (NOON + timedelta(hours=4), {}, False),
        (NOON + timedelta(days=1), {}, False),
        (NOON, {"hour": time(13)}, False),
        (NOON, {"zone": "Asia/Shanghai", "hour": time(20)}, True),
        (NOON, {"zone": "No/Such"}, False),
    ],
)
def test_the_week_is_due_on_sunday_at_the_chats_hour(
    now: datetime, wishes: dict[str, object], due: bool
) -> None:
    assert week_key(chat(**wishes), EDITION, now) == ("week:2026-10" if due else None)

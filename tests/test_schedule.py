"""What the clock's knocks do."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from bot.commands import tell_operators
from bot.schedule import build_schedule
from tests.databases import SqliteTemplate
from tests.town import OPERATOR, SetClock, open_town


async def test_an_alarm_reaches_the_operators_chat_once(
    tmp_path: Path, sqlite_template: SqliteTemplate
) -> None:
    clock = SetClock()
    async with open_town(sqlite_template.copy(tmp_path), clock) as town:
        operator = await town.people.add_person(
            "Operator", language_code="en", started=True, user_id=OPERATOR
        )
        edition = town.house.store.editions.get("en")
        hour = edition.hour
        clock.moment = clock.moment.replace(hour=hour.hour, minute=hour.minute + 15)
        schedule = build_schedule(
            town.house.newsroom,
            partial(tell_operators, town.post.application.bot, [OPERATOR]),
            town.post.courier.carry,
        )
        knock = schedule.get_job("alarm").func
        await knock()
        await knock()
        texts = [one.text for one in await town.people.messages(operator)]
    assert sum("en 2026-03-05 is not out" in text for text in texts) == 1

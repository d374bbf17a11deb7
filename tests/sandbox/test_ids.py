"""How message ids count: per account, or per chat."""

from __future__ import annotations

from tests.sandbox.conftest import House


async def test_ids_count_per_account_in_private_chats_and_basic_groups(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    bo = await house.people.add_person("Bo", started=True)
    group = await house.people.add_chat("group", "Readers", owner=ann)
    await house.people.set_rank(group, "bot", "administrator")
    first = (await house.bot.send_message(ann, "1")).message_id
    ids = [
        (await house.bot.send_message(bo, "2")).message_id,
        (await house.people.say(group, ann, "3")).id,
        (await house.bot.send_message(ann, "4")).message_id,
    ]
    assert ids == [first + 1, first + 2, first + 3]


async def test_ids_count_per_chat_in_supergroups_and_channels(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    one = await house.people.add_chat("channel", "One", owner=ann)
    two = await house.people.add_chat("channel", "Two", owner=ann)
    for chat in (one, two):
        await house.people.set_rank(chat, "bot", "administrator")
    assert (await house.bot.send_message(one, "a")).message_id == 1
    assert (await house.bot.send_message(two, "b")).message_id == 1
    assert (await house.people.say(one, ann, "c")).id == 2


async def test_the_book_counts_every_accepted_message_and_names_doubles(house: House) -> None:
    crowd = await house.people.add_crowd(3)
    for person in (*crowd, crowd[0]):
        await house.bot.send_message(person, "the brief")
    summary = await house.people.sends_summary()
    assert (summary.total, summary.distinct, summary.chats) == (4, 3, 3)
    (doubled,) = summary.doubled
    assert (doubled["chat"], doubled["times"]) == (crowd[0], 2)
    entries = await house.people.sends(after=2)
    assert [entry["chat"] for entry in entries] == [crowd[2], crowd[0]]

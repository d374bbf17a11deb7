"""Following: what a person is told beyond the ten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.model import Assignment, Chat, Item, item_id
from tests.town import Town


async def newcomer(town: Town, lang: str = "en") -> int:
    person = await town.people.add_person("Ada", language_code=lang)
    await town.ask(person, person, "/subscribe")
    return person


def known(town: Town, person: int) -> Chat:
    return next(c for c in town.house.store.chats.list() if c.address.chat == str(person))


async def untold_topic(town: Town, slug: str) -> str:
    """Publish edition `slug` and return a topic with a story of the day that it left out."""
    planned = await town.house.newsroom.edit(slug)
    told = {slot.story for slot in planned.slots}
    stories = town.house.store.stories.between(
        town.clock.now() - timedelta(hours=20), town.clock.now()
    )
    return next(s.topics[0] for s in stories if s.id not in told and s.topics)


async def test_a_name_is_followed_listed_and_let_go_by_button(town: Town) -> None:
    ada = await newcomer(town)
    assert "You follow DeepSeek now" in (await town.ask(ada, ada, "/follow 深度求索")).text
    assert "already" in (await town.ask(ada, ada, "/follow DeepSeek")).text
    listed = await town.ask(ada, ada, "/following")
    assert "You follow 1 name" in listed.text
    answer = await town.people.press(listed, "DeepSeek")
    assert answer.text is not None
    assert "no longer" in answer.text
    left = await town.people.wait_for(ada, lambda one: one.id == listed.id and one.edited)
    assert "nobody yet" in left.text


async def test_a_misspelt_name_is_answered_with_names_like_it(town: Town) -> None:
    lin = await newcomer(town, "zh-hans")
    answer = await town.ask(lin, lin, "/follow deepseak")
    assert "还不认识" in answer.text
    assert "DeepSeek" in answer.button_texts


async def test_unfollowing_works_by_any_name_and_twice(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/follow DeepSeek")
    assert "no longer" in (await town.ask(ada, ada, "/unfollow 深度求索")).text
    assert "do not follow" in (await town.ask(ada, ada, "/unfollow DeepSeek")).text
    assert "do not follow" in (await town.ask(ada, ada, "/unfollow qqqq")).text


async def test_only_admins_follow_for_a_group(town: Town) -> None:
    owner = await town.people.add_person("Olga", language_code="en")
    guest = await town.people.add_person("Gus", language_code="en")
    group = await town.people.add_chat("supergroup", "Readers", owner=owner)
    await town.people.set_rank(group, "bot", "member")
    await town.people.wait_for(group, lambda one: one.from_bot)
    await town.people.set_rank(group, guest, "member")
    assert "admins" in (await town.ask(group, guest, "/follow DeepSeek")).text
    assert "You follow" in (await town.ask(group, owner, "/follow DeepSeek")).text


async def test_the_brief_ends_with_ones_own_stories_once(town: Town) -> None:
    ada, bob = await newcomer(town), await newcomer(town)
    topic = await untold_topic(town, "en")
    await town.ask(ada, ada, f"/follow {topic}")
    planned = await town.house.newsroom.publish("en")
    await town.deliver()
    own = await town.people.wait_for(ada, lambda one: "Yours today" in one.text)
    told = [slot.headline for slot in planned.brief.slots]
    assert not [headline for headline in told if headline in own.text]
    brief = await town.people.wait_for(ada, lambda one: "END" in one.text)
    assert brief.id < own.id
    assert own.button_texts == [str(n) for n in range(1, len(own.button_texts) + 1)]
    await town.people.press(own, "1")
    opened = (await town.people.messages(ada))[-1]
    assert opened.links[0] in own.links
    assert "Source" in opened.text
    await town.house.newsroom.publish("en")
    await town.deliver()
    assert len([m for m in await town.people.messages(ada) if "Yours today" in m.text]) == 1
    assert not [m for m in await town.people.messages(bob) if "Yours today" in m.text]


async def test_a_roundup_is_no_story_of_ones_own(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/follow Rokid")
    at = town.clock.now() - timedelta(hours=2)
    titles = ("Rokid opens a second plant", "Daily digest: Rokid, glasses and the rest")
    source = next(iter(town.house.store.sources.list())).slug
    items = [
        Item(item_id(source, t), source, t, f"https://lens.example/{n}", t, "", "en", at)
        for n, t in enumerate(titles)
    ]
    town.house.store.items.add(items, at)
    town.house.store.items.tag({item.id: ("Rokid",) for item in items})
    town.house.store.stories.assign(
        [Assignment(item.id, f"s{n:012}", None, item.title) for n, item in enumerate(items)]
    )
    planned = await town.house.newsroom.publish("en")
    assert planned.brief.id is not None
    overlay = town.house.newsroom.notices.overlay(planned.brief.id, known(town, ada))
    told = {slot.headline for slot in planned.brief.slots}
    assert overlay is None or titles[1] not in overlay.text
    assert titles[0] in told or (overlay is not None and titles[0] in overlay.text)


async def test_who_follows_only_what_the_ten_tell_gets_nothing_more(town: Town) -> None:
    ada = await newcomer(town)
    brief = await town.house.newsroom.edit("en")
    stories = [town.house.store.stories.get(slot.story) for slot in brief.slots]
    told = {topic for story in stories if story for topic in story.topics}
    window = town.house.store.stories.between(
        town.clock.now() - timedelta(days=1), town.clock.now()
    )
    ids = {slot.story for slot in brief.slots}
    elsewhere = {topic for story in window if story.id not in ids for topic in story.topics}
    for topic in sorted(told - elsewhere):
        await town.ask(ada, ada, f"/follow {topic}")
        break
    await town.house.newsroom.publish("en")
    await town.deliver()
    assert not [m for m in await town.people.messages(ada) if "Yours today" in m.text]


async def test_what_was_let_go_before_the_hour_is_not_sent(town: Town) -> None:
    ada = await newcomer(town)
    topic = await untold_topic(town, "en")
    await town.ask(ada, ada, f"/follow {topic}")
    await town.house.newsroom.publish("en")
    await town.ask(ada, ada, f"/unfollow {topic}")
    await town.deliver()
    await town.people.wait_for(ada, lambda one: "END" in one.text)
    assert not [m for m in await town.people.messages(ada) if "Yours today" in m.text]


def break_news(town: Town, number: int, at: datetime) -> None:
    """Let four outlets tell one story on DeepSeek."""
    store = town.house.store
    title = f"DeepSeek opens laboratory number {number} in Reykjavik"
    items = [
        Item(
            id=item_id(source.slug, f"break-{number}"),
            source=source.slug,
            guid=f"break-{number}",
            url=f"https://{source.slug}.example/break/{number}",
            title=title,
            text=f"{title}, the company said.",
            lang="en",
            published=at,
        )
        for source in list(store.sources.list())[:4]
    ]
    store.items.add(items, at)
    store.items.tag({item.id: ("DeepSeek",) for item in items})
    store.stories.assign([Assignment(i.id, f"break-{number}", None, title) for i in items])


async def knock(town: Town) -> int:
    return await town.post.courier.carry(town.house.newsroom.notices.due())


async def test_a_story_that_breaks_is_told_at_once_and_once(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/follow DeepSeek")
    break_news(town, 1, town.clock.now())
    assert await knock(town) == 0
    await town.ask(ada, ada, "/alerts on")
    assert await knock(town) >= 1
    alert = await town.people.wait_for(ada, lambda one: "number 1" in one.text)
    assert "Just in · DeepSeek" in alert.text
    assert await knock(town) == 0


async def test_a_story_told_at_once_opens_in_full(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/follow DeepSeek")
    await town.ask(ada, ada, "/alerts on")
    break_news(town, 1, town.clock.now())
    await knock(town)
    told = await town.people.wait_for(ada, lambda one: "number 1" in one.text)
    await town.people.press(told, "Read in full")
    opened = await town.people.wait_for(ada, lambda one: "the company said" in one.text, after=told)
    assert len(opened.links) == 4


async def test_a_button_to_a_story_that_is_gone_says_so(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/start o_s00000000dead")
    assert "no longer kept" in (await town.people.messages(ada))[-1].text


async def test_at_most_three_alerts_come_a_day(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/follow DeepSeek")
    await town.ask(ada, ada, "/alerts on")
    for number in range(5):
        break_news(town, number, town.clock.now())
    assert await knock(town) == 3
    assert await knock(town) == 0
    town.clock.pass_by(timedelta(hours=25))
    break_news(town, 9, town.clock.now())
    assert await knock(town) == 1


async def test_quiet_hours_hold_alerts_back_until_they_end(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/follow DeepSeek")
    await town.ask(ada, ada, "/alerts on")
    await town.ask(ada, ada, "/quiet 10:00-12:00")
    break_news(town, 1, town.clock.now())
    assert await knock(town) == 0
    town.clock.pass_by(timedelta(hours=1, minutes=5))
    assert await knock(town) == 1


async def test_the_week_looks_back_on_threads(town: Town) -> None:
    ada = await newcomer(town)
    assert "no brief in the last seven days" in (await town.ask(ada, ada, "/week")).text
    planned = await town.house.newsroom.publish("en")
    week = await town.ask(ada, ada, "/week")
    assert "Feb 27 to Mar 5" in week.text
    assert planned.brief.slots[0].headline in week.text


async def test_the_week_comes_on_sunday_at_ones_hour_once(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/weekly on")
    await town.house.newsroom.publish("en")
    assert await knock(town) == 0
    town.clock.moment = datetime(2026, 3, 8, 12, 1, tzinfo=UTC)
    assert await knock(town) == 1
    assert "The week" in (await town.people.wait_for(ada, lambda one: "Mar 8" in one.text)).text
    assert await knock(town) == 0


async def test_a_notice_that_did_not_arrive_comes_at_the_next_knock(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/weekly on")
    await town.house.newsroom.publish("en")
    town.clock.moment = datetime(2026, 3, 8, 12, 1, tzinfo=UTC)
    await town.people.add_fault(chat=ada, status=429, retry_after=1)
    assert await knock(town) == 0
    assert await knock(town) == 1


async def test_who_is_gone_gets_no_notices(town: Town) -> None:
    ada = await newcomer(town)
    await town.ask(ada, ada, "/weekly on")
    await town.house.newsroom.publish("en")
    town.clock.moment = datetime(2026, 3, 8, 12, 1, tzinfo=UTC)
    await town.people.block(ada)
    await knock(town)
    assert not town.house.store.chats.wanting_week()


async def test_a_button_to_follow_answers_over_it(town: Town) -> None:
    ada = await newcomer(town)
    page = await town.ask(ada, ada, "/topic DeepSeek")
    answer = await town.people.press(page, "Follow")
    assert "follow" in (answer.text or "").lower()
    assert list(town.house.store.follows.of(known(town, ada).id)) == ["DeepSeek"]

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.correcting import BODY_CHARACTERS, read_correction
from bot.errors import BadRequestError
from tests.town import OPERATOR, Town

TEXT = "The lab said on Thursday that the figure was 12, not 21."


async def subscribed_reader(town: Town) -> int:
    ada = await town.people.add_person("Ada", language_code="en")
    said = await town.people.say(ada, ada, "/subscribe en")
    await town.people.answer_to(said)
    return ada


async def correct(town: Town, words: str) -> str:
    said = await town.people.say(OPERATOR, OPERATOR, f"/correct {words}")
    return (await town.people.answer_to(said)).text


async def test_a_correction_changes_every_delivered_copy_and_says_so(town: Town) -> None:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    ada = await subscribed_reader(town)
    await town.house.newsroom.publish("en")
    await town.deliver()
    await town.people.wait_for(ada, lambda one: "END" in one.text)
    before = [one.id for one in await town.people.messages(ada)]
    assert "corrected" in await correct(town, f"2 {TEXT}")
    assert await town.post.corrector.correct_stale() >= 1
    after = await town.people.wait_for(ada, lambda one: TEXT in one.text)
    assert "Corrected" in after.text
    after_ids = [one.id for one in await town.people.messages(ada)]
    assert set(after_ids) - set(before) == set()
    assert await town.post.corrector.correct_stale() == 0


async def test_a_correction_before_delivery_needs_no_edit(town: Town) -> None:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    ada = await subscribed_reader(town)
    await town.house.newsroom.publish("en")
    await correct(town, f"1 {TEXT}")
    await town.deliver()
    await town.people.wait_for(ada, lambda one: TEXT in one.text)
    assert await town.post.corrector.correct_stale() == 0


async def test_who_blocked_the_bot_keeps_the_old_copy_and_stops_nobody(town: Town) -> None:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    gone, ada = await subscribed_reader(town), await subscribed_reader(town)
    await town.house.newsroom.publish("en")
    await town.deliver()
    await town.people.block(gone)
    await correct(town, f"1 {TEXT}")
    await town.post.corrector.correct_stale()
    await town.people.wait_for(ada, lambda one: TEXT in one.text)
    assert await town.post.corrector.correct_stale() == 0


async def test_a_story_that_is_not_there_is_said(town: Town) -> None:
    await town.people.add_person("Op", language_code="en", user_id=OPERATOR)
    await town.house.newsroom.publish("en")
    assert "no story 77" in await correct(town, "77 Nothing.")
    assert "/correct 3" in await correct(town, "three")


def test_two_lines_are_a_headline_and_a_text() -> None:
    assert read_correction("/correct 3 New head\nNew text.") == (3, "New head", "New text.")
    assert read_correction("/correct@TenBriefBot 3 New text.") == (3, None, "New text.")


@given(st.text(max_size=4096))
def test_any_text_is_a_correction_or_refused(text: str) -> None:
    try:
        position, _, body = read_correction(f"/correct {text}")
    except BadRequestError:
        return
    assert position >= 0
    assert 0 < len(body) <= BODY_CHARACTERS


@pytest.mark.parametrize("text", ["/correct", "/correct 3", "/correct x y", "/correct -1 a"])
def test_half_a_correction_is_refused(text: str) -> None:
    with pytest.raises(BadRequestError):
        read_correction(text)

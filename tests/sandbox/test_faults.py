"""Trouble on demand: the call that never arrives, and the one that did."""

from __future__ import annotations

import httpx
import pytest
from telegram.error import NetworkError

from bot.errors import SandboxError
from bot.sandbox.faults import Fault, Faults
from tests.sandbox.conftest import House


async def _texts(house: House, person: int) -> list[str]:
    return [message.text for message in await house.people.messages(person)]


async def test_a_429_on_demand_strikes_once_and_nothing_arrives(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.people.add_fault(method="sendMessage", status=429, retry_after=7)
    answer = await house.call("sendMessage", chat_id=ann, text="1")
    assert answer.status_code == 429
    assert answer.json()["parameters"] == {"retry_after": 7}
    await house.bot.send_message(ann, "2")
    assert await _texts(house, ann) == ["2"]


async def test_a_server_error_on_demand_concerns_one_chat_only(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    bo = await house.people.add_person("Bo", started=True)
    await house.people.add_fault(chat=ann, status=500, times=None)
    answer = await house.call("sendMessage", chat_id=ann, text="x")
    assert (answer.status_code, answer.json()["error_code"]) == (500, 500)
    await house.bot.send_message(bo, "x")
    await house.people.clear_faults()
    await house.bot.send_message(ann, "x")


async def test_a_gateway_answers_for_itself_and_not_in_json(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.people.add_fault(method="sendMessage", status=502)
    with pytest.raises(NetworkError, match=r"(?i)bad gateway"):
        await house.bot.send_message(ann, "x")
    assert await _texts(house, ann) == []


@pytest.mark.parametrize(("reset", "arrives"), [("before", False), ("after", True)])
async def test_a_reset_before_or_after_handling_looks_alike_from_outside(
    house: House, reset: str, arrives: bool
) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.people.add_fault(method="sendMessage", reset=reset)
    with pytest.raises(NetworkError):
        await house.bot.send_message(ann, "x")
    assert await _texts(house, ann) == (["x"] if arrives else [])


async def test_an_answer_may_be_cut_though_the_message_arrived(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.people.add_fault(method="sendMessage", cut=20)
    with pytest.raises(httpx.RemoteProtocolError):
        await house.call("sendMessage", chat_id=ann, text="x")
    assert await _texts(house, ann) == ["x"]


async def test_a_slow_answer_times_out_though_the_message_arrives(house: House) -> None:
    ann = await house.people.add_person("Ann", started=True)
    await house.people.add_fault(method="sendMessage", delay_seconds=0.2)
    with pytest.raises(httpx.ReadTimeout):
        await house.http.post(
            f"/bot{house.sandbox.token}/sendMessage",
            json={"chat_id": ann, "text": "x"},
            timeout=0.05,
        )
    assert (await house.people.wait_for(ann, lambda one: one.text == "x")).from_bot


async def test_a_fault_of_unknown_words_is_refused(house: House) -> None:
    with pytest.raises(SandboxError, match="unknown: colour"):
        await house.people.add_fault(colour="red")
    with pytest.raises(SandboxError, match="reset"):
        await house.people.add_fault(reset="sideways")


def test_faults_at_random_replay_for_a_seed() -> None:
    def struck(seed: int) -> list[bool]:
        faults = Faults()
        faults.add(Fault(share=0.3, seed=seed, times=None, status=500))
        return [faults.strike("sendmessage", None) is not None for _ in range(200)]

    assert struck(1) == struck(1) != struck(2)
    assert 30 < sum(struck(1)) < 90


def test_a_fault_waits_for_its_turn_and_wears_off() -> None:
    faults = Faults()
    faults.add(Fault(method="sendMessage", skip=1, times=2, status=500))
    struck = [faults.strike("sendmessage", 5) is not None for _ in range(5)]
    assert struck == [False, True, True, False, False]
    assert faults.strike("getme", None) is None

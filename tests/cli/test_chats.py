"""What an operator sets for single chats."""

from __future__ import annotations

import json
from pathlib import Path

from bot.model import Address, ChatKind
from bot.store import open_store
from tests.cli.conftest import Command


def a_chat(tenbrief: Command, tmp_path: Path) -> str:
    """Put a chat into the database that the command uses; return its id."""
    [database] = tmp_path.glob("*.db")
    with open_store(f"sqlite:///{database}", migrate=False) as store:
        return str(store.chats.put(Address("telegram", "7"), ChatKind.PRIVATE, "en", None).id)


def test_a_chat_is_given_its_hour_zone_quiet_hours_and_catch_up_window(
    tenbrief: Command, tmp_path: Path
) -> None:
    chat = a_chat(tenbrief, tmp_path)
    wishes = ("--hour", "7:30", "--zone", "Asia/Tokyo", "--quiet", "22-6", "--catch-up", "90")
    assert tenbrief("chats", "set", chat, *wishes).code == 0
    [shape] = json.loads(tenbrief("chats", "list", "--json").out)["chats"]
    assert (shape["hour"], shape["zone"]) == ("07:30", "Asia/Tokyo")
    assert (shape["quiet"], shape["catch_up_minutes"]) == ("22:00-06:00", 90)
    assert tenbrief("chats", "set", chat, "--quiet", "off").code == 0
    [shape] = json.loads(tenbrief("chats", "list", "--json").out)["chats"]
    assert (shape["quiet"], shape["hour"]) == (None, "07:30")


def test_a_chat_that_is_not_known_and_a_zone_that_is_none_are_said(tenbrief: Command) -> None:
    unknown = tenbrief("chats", "set", "99", "--zone", "Asia/Tokyo")
    assert (unknown.code, "no chat number 99" in unknown.err) == (1, True)
    assert tenbrief("chats", "set", "99", "--zone", "Mars/Olympus").code == 1

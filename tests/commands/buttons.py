"""Pressing every button there is, as a curious person would. Used by the journeys."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from itertools import cycle
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bot.errors import SandboxError
from bot.render import plain
from bot.sandbox.seen import Message
from tests.town import Town

Button = Mapping[str, Any]
# What nobody should read who presses a button that stands there.
SAID = ("error.unexpected", "error.old_button", "error.only_admins", "story.gone", "limit.slow")
REFUSALS = {plain(key, lang) for key in SAID for lang in ("zh", "zh-Hant", "en")}
# Pressed by the journey itself, when it comes to its end.
PARTING = frozenset({"forget:forget", "cfg:sub:"})


def kind_of(button: Button) -> str:
    """Return what sort of button it is: its verb, of settings the screen or choice, too."""
    if "callback_data" not in button:
        return f"link:{start_of(button).partition('_')[0]}" if start_of(button) else "url"
    verb, *rest = str(button["callback_data"]).split(":")
    if verb == "cfg":
        return f"cfg:{rest[1]}" + (":" if len(rest) > 2 else "")
    return f"{verb}:{rest[-1]}" if verb in {"v", "forget"} else verb


def start_of(button: Button) -> str:
    """Return what a link to the bot's private chat asks for; empty for other buttons."""
    return parse_qs(urlsplit(str(button.get("url", ""))).query).get("start", [""])[0]


async def press_everything(
    town: Town,
    chat: int,
    lang: str,
    *people: int,
    wanted: Callable[[Message], bool] = bool,
    before: Set[str] = frozenset(),
) -> set[str]:
    """Press a button of each kind under the bot's messages in `chat`; return the kinds.

    `people` press in turn, and no kind again that was pressed `before`, since
    who presses too much is told to slow down.
    """
    turn, pressed = cycle(people), set(before)
    while True:
        fresh = await _fresh(town, chat, pressed, wanted)
        if fresh is None:
            return pressed
        message, button = fresh
        kind = kind_of(button)
        if kind.startswith("link:"):
            await _follow_link(town, start_of(button), lang)
        elif kind != "url":
            await _tap(town, message, str(button["text"]), next(turn))
        pressed.add(kind)


async def _fresh(
    town: Town, chat: int, pressed: set[str], wanted: Callable[[Message], bool]
) -> tuple[Message, Button] | None:
    for message in await town.people.messages(chat):
        if message.from_bot and wanted(message):
            for button in _buttons(message):
                if kind_of(button) not in pressed | PARTING:
                    return message, button
    return None


def _buttons(message: Message) -> Iterator[Button]:
    for row in message.buttons:
        yield from row


async def _tap(town: Town, message: Message, text: str, user: int) -> None:
    before = await town.people.messages(message.chat)
    answer = await town.people.press(message, text, user=user)
    assert answer.text not in REFUSALS, (text, answer.text)
    await _settled(town, message, before)


async def _settled(town: Town, message: Message, before: list[Message]) -> None:
    """Wait until a tap has shown something, where it shows anything but a line over it."""
    standing = {one.id: one for one in before}

    def is_other(one: Message) -> bool:
        return one != standing.get(one.id)

    try:
        await town.people.wait_for(message.chat, is_other, timeout_seconds=0.3)
    except SandboxError:
        # A thumb, a name that is followed: the answer was the line.
        return


async def _follow_link(town: Town, start: str, lang: str) -> None:
    """Let a stranger follow a link to the bot's private chat."""
    person = await town.people.add_person("Stranger", language_code=lang)
    answer = await town.ask(person, person, f"/start {start}")
    assert answer.text not in REFUSALS
    assert not answer.text.startswith(plain("start.greeting", lang))

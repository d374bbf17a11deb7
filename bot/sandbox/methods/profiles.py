"""How the bot presents itself: commands, name, descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.sandbox.encoding import encode
from bot.sandbox.profile import scope_key
from bot.sandbox.refusals import bad_request
from bot.sandbox.requests import Params
from bot.sandbox.state import Sandbox

MOST_COMMANDS = 100
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
# The texts a bot says of itself: parameter, longest, and what Telegram says of longer ones.
_TEXTS = {
    "Name": ("name", 64),
    "Description": ("description", 512),
    "ShortDescription": ("short_description", 120),
}


def _key(params: Params) -> tuple[str, str]:
    return scope_key(params.object("scope")), params.text("language_code") or ""


def set_my_commands(sandbox: Sandbox, params: Params) -> str:
    """Set the command menu of a scope and a language."""
    commands = params.items("commands")
    if len(commands) > MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    checked: list[dict[str, object]] = []
    for one in commands:
        command, description = _command(one)
        checked.append({"command": command, "description": description})
    sandbox.profile.commands[_key(params)] = checked
    sandbox.events.note("commands", 0)
    return "true"


def _command(one: object) -> tuple[str, str]:
    if not isinstance(one, dict):
        raise bad_request("can't parse BotCommand: expected an Object")
    command = str(one.get("command") or "").removeprefix("/")
    description = str(one.get("description") or "").strip()
    if not _COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(description) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return command, description


def get_my_commands(sandbox: Sandbox, params: Params) -> str:
    """Return the command menu of exactly this scope and language."""
    return encode(sandbox.profile.commands.get(_key(params), []))


def delete_my_commands(sandbox: Sandbox, params: Params) -> str:
    """Forget the command menu of a scope and a language."""
    sandbox.profile.commands.pop(_key(params), None)
    sandbox.events.note("commands", 0)
    return "true"


def _setter(name: str, longest: int) -> Callable[[Sandbox, Params], str]:
    def set_text(sandbox: Sandbox, params: Params) -> str:
        text = params.text(name) or ""
        if len(text) > longest:
            raise bad_request(f"{name.replace('_', ' ')} is too long")
        sandbox.profile.texts[(name, params.text("language_code") or "")] = text
        return "true"

    return set_text


def _getter(name: str) -> Callable[[Sandbox, Params], str]:
    def get_text(sandbox: Sandbox, params: Params) -> str:
        text = sandbox.profile.text(name, params.text("language_code") or "")
        if name == "name" and not text:
            text = sandbox.world.bot.first_name
        return encode({name: text})

    return get_text


def set_chat_menu_button(sandbox: Sandbox, params: Params) -> str:
    """Set what the button beside the input box opens."""
    sandbox.profile.menu_button = params.object("menu_button") or {"type": "commands"}
    return "true"


def get_chat_menu_button(sandbox: Sandbox, _params: Params) -> str:
    """Return what the button beside the input box opens."""
    return encode(sandbox.profile.menu_button)


METHODS: dict[str, Callable[[Sandbox, Params], str]] = {
    "setMyCommands": set_my_commands,
    "getMyCommands": get_my_commands,
    "deleteMyCommands": delete_my_commands,
    "setChatMenuButton": set_chat_menu_button,
    "getChatMenuButton": get_chat_menu_button,
    **{f"setMy{title}": _setter(name, longest) for title, (name, longest) in _TEXTS.items()},
    **{f"getMy{title}": _getter(name) for title, (name, _) in _TEXTS.items()},
}

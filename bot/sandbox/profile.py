"""How the bot presents itself: commands by scope and language, names, descriptions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Commands = list[dict[str, object]]


@dataclass(slots=True)
class Profile:
    """What the bot said of itself; keys are language codes, empty for everyone."""

    commands: dict[tuple[str, str], Commands] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_button: Mapping[str, object] = field(default_factory=lambda: {"type": "commands"})

    def text(self, name: str, lang: str) -> str:
        """Return the text `name` in `lang`, or for everyone."""
        return self.texts.get((name, lang)) or self.texts.get((name, ""), "")

    def menu(self, scopes: Sequence[str], lang: str) -> Commands:
        """Return the commands a client shows: the narrowest scope that has any."""
        for scope in scopes:
            for code in (lang, ""):
                if found := self.commands.get((scope, code)):
                    return found
        return []


def scope_key(scope: Mapping[str, object]) -> str:
    """Return a `BotCommandScope` as one word, like `chat_member/-4/7`."""
    parts = [str(scope.get("type") or "default")]
    parts += [str(scope[name]) for name in ("chat_id", "user_id") if name in scope]
    return "/".join(parts)

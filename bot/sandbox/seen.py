"""What a client sees of the sandbox: messages, answers to taps, the book's sums."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.errors import SandboxError


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it stands now.

    `text` is the text or the caption. `sender` is the id of who wrote it, None
    in channels. `buttons` are rows of Bot API `InlineKeyboardButton` objects,
    `entities` Bot API `MessageEntity` objects. `raw` is the whole `Message`.
    """

    id: int
    chat: int
    text: str
    sender: int | None
    from_bot: bool
    thread: int | None
    reply_to: int | None
    edited: bool
    entities: tuple[Mapping[str, Any], ...]
    buttons: tuple[tuple[Mapping[str, Any], ...], ...]
    has_picture: bool
    raw: Mapping[str, Any] = field(repr=False)

    @property
    def button_texts(self) -> list[str]:
        """The texts of all buttons, row by row."""
        return [str(button["text"]) for row in self.buttons for button in row]

    @property
    def links(self) -> list[str]:
        """The addresses that the text links to, in order."""
        return [str(entity["url"]) for entity in self.entities if "url" in entity]

    def button(self, text: str) -> Mapping[str, Any]:
        """Return the button that is called, or else contains, `text`.

        Raises:
            SandboxError: there is none.
        """
        flat = [button for row in self.buttons for button in row]
        for fits in (lambda shown: shown == text, lambda shown: text in shown):
            for button in flat:
                if fits(str(button["text"])):
                    return button
        raise SandboxError(f"There is no button {text!r}, only {self.button_texts}.")

    def data_of(self, text: str) -> str:
        """Return what the button with `text` sends back.

        Raises:
            SandboxError: there is none, or it sends nothing.
        """
        data = self.button(text).get("callback_data")
        if data is None:
            raise SandboxError(f"The button {text!r} sends nothing back.")
        return str(data)


def read_message(raw: Mapping[str, Any]) -> Message:
    """Return what the Bot API's `Message` object `raw` says."""
    sender = raw.get("from") or {}
    rows: Sequence[Sequence[Mapping[str, Any]]] = raw.get("reply_markup", {}).get(
        "inline_keyboard", ()
    )
    return Message(
        id=raw["message_id"],
        chat=raw["chat"]["id"],
        text=raw.get("text") or raw.get("caption") or "",
        sender=sender.get("id"),
        from_bot=bool(raw.get("by_bot")),
        thread=raw.get("message_thread_id"),
        reply_to=raw.get("reply_to_message", {}).get("message_id"),
        edited="edit_date" in raw,
        entities=tuple(raw.get("entities") or raw.get("caption_entities") or ()),
        buttons=tuple(tuple(row) for row in rows),
        has_picture="photo" in raw,
        raw=raw,
    )


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot said to a tap on a button."""

    text: str
    show_alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class Summary:
    """The receiving side's sums.

    `distinct` counts different (chat, thread, text); `doubled` lists those that
    came more than once, a thousand at most. `refused_for_pace` is how many
    sends came too fast, `paid` how many were paid for.
    """

    total: int
    distinct: int
    chats: int
    refused_for_pace: int
    paid: int
    doubled: list[dict[str, Any]]

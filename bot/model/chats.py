"""Who reads: addresses, chats and how they want their brief.

Kept by `store`, changed by the doors through the newsroom.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class ChatKind(StrEnum):
    """What sort of address a chat is; templates are chosen by it.

    A forum topic uses the group's templates and rights.
    """

    PRIVATE = "private"
    GROUP = "group"
    TOPIC = "topic"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class Address:
    """Where a channel (telegram, console, ...) finds a chat.

    `chat` is the channel's own id as text; `thread` a forum topic's id, None
    for the main thread. `supergroup` is true where message ids count per chat
    (Telegram supergroups and channels), false where they count per account.
    """

    channel: str
    chat: str
    thread: int | None = None
    supergroup: bool = False


class ChatState(StrEnum):
    """Whether a chat gets briefs: `gone` is for good until it comes back itself."""

    ACTIVE = "active"
    OFF = "off"
    PAUSED = "paused"
    GONE = "gone"


class Length(StrEnum):
    """How much of each story a chat wants; also the name of the template set for it."""

    HEADLINES = "headlines"
    SHORT = "short"
    FULL = "full"


# What each kind of chat gets unless it wishes otherwise: its edition's own templates.
USUAL_LENGTH: Mapping[ChatKind, Length] = {
    ChatKind.PRIVATE: Length.FULL,
    ChatKind.GROUP: Length.SHORT,
    ChatKind.TOPIC: Length.SHORT,
    ChatKind.CHANNEL: Length.FULL,
}


@dataclass(frozen=True, slots=True)
class QuietHours:
    """When nothing may be sent at once, by the chat's own clock; may span midnight."""

    start: time
    end: time

    def hold(self, hour: time) -> bool:
        """Return whether `hour` is within them."""
        if self.start <= self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True, slots=True)
class Chat:
    """An address on a channel and how it wants its brief.

    `edition` is None for a chat that never subscribed. `hour` None means the
    edition's own hour, `zone` None the edition's zone, `length` None what is
    usual for its kind. `title` is kept for groups and channels only: a person's
    name is nobody's business here. `alerts` are followed stories sent as they
    break, but for `quiet` hours; `weekly` is the look back on the week.
    `keeper` is who set a channel up and may do so in private. A brief that would
    come more than `catch_up_minutes` late is skipped; None means what is usual.
    """

    id: int
    address: Address
    kind: ChatKind
    lang: str
    edition: str | None = None
    hour: time | None = None
    zone: str | None = None
    state: ChatState = ChatState.OFF
    state_reason: str | None = None
    title: str | None = None
    length: Length | None = None
    pictures: bool = True
    quiet: QuietHours | None = None
    alerts: bool = False
    weekly: bool = False
    keeper: str | None = None
    catch_up_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A screen that asks: under which message, for which chat (its id), for which wish."""

    message: int
    chat: int
    wish: str


TRADITIONAL = "zh-Hant"
# Scripts and territories in a code of Chinese that stand for traditional characters.
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


@dataclass(frozen=True, slots=True)
class Variant:
    """What makes two chats receive the very same text of a brief."""

    channel: str
    kind: ChatKind
    lang: str
    templates: str = "default"
    pictures: bool = True


def template_set(kind: ChatKind, length: Length | None, templates: str) -> str:
    """Return the template set for chats of `kind` that wish `length`.

    `templates` is the edition's own set, which holds what is usual for the kind.
    """
    if length is None or length is USUAL_LENGTH[kind]:
        return templates
    return length.value


def variant_of(chat: Chat, lang: str, templates: str) -> Variant:
    """Return the form in which `chat` gets a brief in `lang` whose edition has `templates`."""
    chosen = template_set(chat.kind, chat.length, templates)
    script = script_of(lang, chat.lang)
    return Variant(chat.address.channel, chat.kind, script, chosen, chat.pictures)


def script_of(lang: str, reader: str) -> str:
    """Return `lang` as one whose language code is `reader` reads it: zh or zh-Hant, en is en."""
    language, *parts = reader.lower().replace("_", "-").split("-")
    is_traditional = language == "zh" and not _TRADITIONAL.isdisjoint(parts)
    return TRADITIONAL if is_traditional and lang == "zh" else lang

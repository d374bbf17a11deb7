"""The nouns of the project: frozen values that every room may hold.

Nothing here does work or knows where it is kept. All datetimes are aware and
in UTC. Languages are `zh`, `en` or another ISO 639-1 code.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum


class SourceKind(StrEnum):
    """Who publishes a source; an editor weighs them differently."""

    LAB = "lab"
    PRESS = "press"
    RESEARCH = "research"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Source:
    """Whom we follow. `url` is empty for a source that was only imported."""

    slug: str
    url: str
    title: str
    kind: SourceKind = SourceKind.PRESS
    lang: str | None = None
    site_url: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class FetchState:
    """What the last visit to a source left behind, for the next one."""

    source: str
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One piece as published. `position` is its place in a brief it came from.

    `topics` are canonical topic names; a parser leaves them empty, the store
    hands items out with the topics they were tagged with.
    """

    id: str
    source: str
    guid: str
    url: str
    title: str
    text: str
    lang: str
    published: datetime
    image: str | None = None
    position: int | None = None
    topics: tuple[str, ...] = ()


def item_id(source: str, guid: str) -> str:
    """Return the stable id of the item that `source` calls `guid`: 16 hex digits."""
    return hashlib.sha256(f"{source}\n{guid}".encode()).hexdigest()[:16]


class TopicKind(StrEnum):
    """What a topic is."""

    COMPANY = "company"
    LAB = "lab"
    PRODUCT = "product"
    PERSON = "person"
    PUBLIC = "public"


@dataclass(frozen=True, slots=True)
class Topic:
    """A company, product or person one can ask about.

    `name` is canonical (DeepSeek); `aliases` are other spellings in any
    language (深度求索); `parent` is the topic it implies (Gemini -> Google).
    `weight` says how much its news matter, from 0 to 1.
    """

    name: str
    kind: TopicKind
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    weight: float = 0.5


@dataclass(frozen=True, slots=True)
class Story:
    """The items that report one event, oldest first.

    `follows` is the id of the earlier story it goes on from, if any.
    """

    id: str
    headline: str
    items: tuple[Item, ...]
    topics: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    follows: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """The editor's word on one item: which story it belongs to.

    `story` is new or one that stands; `follows` is the earlier story a new one
    goes on from; `headline` is what the story is called from now on.
    """

    item: str
    story: str
    follows: str | None
    headline: str


@dataclass(frozen=True, slots=True)
class Edition:
    """A standing brief: whose language, edited at which local hour, how long."""

    slug: str
    title: str
    lang: str
    zone: str
    hour: time
    size: int = 10
    templates: str = "default"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a slot's story was read."""

    name: str
    url: str
    title: str
    lang: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A numbered story in a brief.

    `reasons` are the parts of its score. `since` says, for a story that was
    told before and moved on, what changed. `corrected_at` is set once an
    operator has corrected it.
    """

    position: int
    story: str
    headline: str
    body: str
    image: str | None
    topics: tuple[str, ...]
    published_at: datetime
    sources: tuple[Citation, ...]
    reasons: Mapping[str, float] = field(default_factory=dict)
    since: str | None = None
    corrected_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SlotText:
    """What a writer made of a story. `written_by` is `extractive` or a model's name."""

    headline: str
    body: str
    written_by: str


class BriefState(StrEnum):
    """A draft may be edited again; a published brief only corrected."""

    DRAFT = "draft"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Brief:
    """One edition on one date. `id` is None until it is stored."""

    edition: str
    date: date
    lang: str
    title: str
    lead: str
    focus: tuple[str, ...]
    reading_minutes: int
    slots: tuple[Slot, ...]
    edited_at: datetime
    size: int = 10
    state: BriefState = BriefState.DRAFT
    id: int | None = None

    @property
    def is_short(self) -> bool:
        """Whether fewer stories were found than the edition wants."""
        return len(self.slots) < self.size


@dataclass(frozen=True, slots=True)
class Told:
    """A story as an earlier brief told it: under which headline, when, from which items."""

    story: str
    headline: str
    date: date
    item_ids: tuple[str, ...]


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
    `keeper` is who set a channel up and may do so in private.
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


class DeliveryState(StrEnum):
    """What became of a delivery. The last four are ends, `unclear` wants asking."""

    DUE = "due"
    CLAIMED = "claimed"
    SENDING = "sending"
    UNCLEAR = "unclear"
    SENT = "sent"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One line of the ledger: which part of which brief to which chat."""

    id: int
    brief: int
    chat: Chat
    part: int
    state: DeliveryState
    due_at: datetime
    attempts: int = 0
    claimed_by: str | None = None
    claimed_until: datetime | None = None
    message_ids: tuple[int, ...] = ()
    sent_at: datetime | None = None
    reason: str | None = None


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
    return Variant(chat.address.channel, chat.kind, lang, chosen, chat.pictures)


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: it opens `url`, sends `data` back, or shares `share`."""

    text: str
    url: str | None = None
    data: str | None = None
    share: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message as a channel sends it.

    `text` is in the channel's own markup (Telegram: HTML; console: plain).
    `picture` is a picture to show with it, by URL: a channel that cannot show
    it sends the text alone.
    """

    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """A message for one chat outside its brief: an alert, the week.

    `key` names it in that chat, where it is sent at most once.
    """

    chat: Chat
    key: str
    message: Message


@dataclass(frozen=True, slots=True)
class Sent:
    """What a channel answers once a message stands: its ids there."""

    message_ids: tuple[int, ...]


class Fate(StrEnum):
    """How a brief's delivery stands for one chat, as an operator wants to know it.

    `HELD` is unclear and will not be asked about any more; `FAILED` has any
    reason but that the chat does not want us.
    """

    REACHED = "reached"
    WAITING = "waiting"
    BLOCKED = "blocked"
    UNCLEAR = "unclear"
    HELD = "held"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Lateness:
    """Seconds between when messages were promised and when they stood."""

    median_seconds: float
    worst_seconds: float


@dataclass(frozen=True, slots=True)
class Receipt:
    """How a brief's delivery went.

    `states` and `reasons` count messages, `fates` counts chats; the reasons are
    those of messages that were not sent. `minutes` are the messages that were
    sent in each minute (UTC) in which any was, the earliest first. `late` is
    None before the first message was sent. `model_tokens` is what the language
    model cost on the day (UTC) of the brief.
    """

    brief: int
    edition: str
    date: date
    states: Mapping[DeliveryState, int]
    reasons: Mapping[str, int]
    chats: int
    first_sent_at: datetime | None = None
    last_sent_at: datetime | None = None
    model_tokens: int = 0
    fates: Mapping[Fate, int] = field(default_factory=dict)
    minutes: tuple[tuple[datetime, int], ...] = ()
    late: Lateness | None = None

    @property
    def messages_per_second(self) -> float:
        """Return how fast the busiest minute was; 0 before anything was sent."""
        return max((count for _, count in self.minutes), default=0) / 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a claimed delivery: line `delivery` goes to `state`.

    `at` is when it was confirmed (SENT), when to try again (DUE) or when to ask
    about it (UNCLEAR, None: never by ourselves).
    """

    delivery: int
    state: DeliveryState
    at: datetime | None = None
    message_ids: tuple[int, ...] = ()
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Message ids between which an unclear one lies, if it exists.

    `below` was given out before it left, `above` after nobody waited for it any
    more; None where nothing is known. `taken` are ids in between that belong to
    other deliveries, `near` that of the one that left at about the same time.
    """

    below: int | None
    above: int | None
    taken: frozenset[int] = frozenset()
    near: int | None = None

"""Every error the project raises, in one tree.

Doors (`cli`, `commands`, `web`, `schedule`) catch `TenBriefError` and show its
text as one sentence; everything below translates outside errors into these at
its own edge.

    TenBriefError
    ├── SettingsError          a setting is missing or makes no sense
    ├── NotFoundError          a name nobody here has heard of
    │   ├── UnknownEditionError
    │   ├── UnknownSourceError
    │   ├── UnknownTopicError
    │   └── UnknownChatError
    ├── BadRequestError        what was asked makes no sense (a zone, a date, an hour)
    ├── SourceError            one source failed; the others go on
    │   ├── FetchError         the bytes did not come
    │   │   └── AddressRefusedError   the address is private and private ones are off
    │   └── FeedError          the bytes came and are no feed
    ├── ImportFileError        a file to import cannot be read
    ├── StoreError             the database cannot do what was asked
    ├── EmptyBriefError        no story is left to tell
    ├── WriterError            a text could not be written
    │   └── ModelError         the language model failed, or its budget is spent
    ├── TemplateError          a template is missing or broken
    ├── MissingExtraError      an optional part is not installed
    ├── SandboxError           the sandbox refuses, or what was awaited did not come
    └── ChannelError           one message could not be delivered
        ├── ChatGoneError      for good: blocked, kicked, deleted, deactivated
        ├── ChatMovedError     the group became a supergroup
        ├── ThreadGoneError    the forum topic is closed or deleted, the chat is not
        ├── RightsMissingError the bot may not post there now
        ├── RateLimitedError   come back in `retry_after` seconds; it did not arrive
        ├── MessageRefusedError  this message will never be accepted as it is
        ├── NotDeliveredError  it certainly did not arrive; try again
        └── DeliveryUnclearError  it may have arrived; ask before sending again
"""

from __future__ import annotations


class TenBriefError(Exception):
    """The root. Its text is one sentence for a person, saying what to do."""


class SettingsError(TenBriefError):
    """A setting is missing or makes no sense."""


class NotFoundError(TenBriefError):
    """A name nobody here has heard of."""


class UnknownEditionError(NotFoundError):
    """No edition has this slug."""


class UnknownSourceError(NotFoundError):
    """No source has this slug or address."""


class UnknownTopicError(NotFoundError):
    """No topic has this name or alias; `near` holds the closest known names."""

    def __init__(self, message: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.near = near


class UnknownChatError(NotFoundError):
    """No chat has this address."""


class BadRequestError(TenBriefError):
    """What was asked makes no sense: an unknown zone, a date that is none."""


class SourceError(TenBriefError):
    """One source failed; the others go on."""


class FetchError(SourceError):
    """The bytes did not come.

    `status` is the HTTP status where there was one, `retry_after_seconds` what
    the server asked us to wait, `gone` true where it said never to come back.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        retry_after_seconds: float | None = None,
        gone: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.retry_after_seconds = retry_after_seconds
        self.gone = gone


class AddressRefusedError(FetchError):
    """The address is loopback or private, and `ALLOW_PRIVATE_SOURCES` is off."""


class FeedError(SourceError):
    """The bytes came and are no feed we can read."""


class ImportFileError(TenBriefError):
    """A file to import cannot be read."""


class StoreError(TenBriefError):
    """The database cannot do what was asked."""


class EmptyBriefError(TenBriefError):
    """No story is left to tell, so there is no brief."""


class WriterError(TenBriefError):
    """A text could not be written."""


class ModelError(WriterError):
    """The language model failed or its budget is spent; the extractive text serves."""


class TemplateError(TenBriefError):
    """A template is missing or broken; the text names it and the line."""


class MissingExtraError(TenBriefError):
    """An optional part is not installed; the text says how to install it."""


class SandboxError(TenBriefError):
    """The sandbox refuses, cannot be reached, or what was awaited did not come."""


class ChannelError(TenBriefError):
    """One message could not be delivered."""


class ChatGoneError(ChannelError):
    """For good: blocked, kicked, deleted or deactivated. `reason` is a short slug."""

    def __init__(self, message: str, reason: str = "gone") -> None:
        super().__init__(message)
        self.reason = reason


class ChatMovedError(ChannelError):
    """The group became a supergroup; `new_chat` is its address there."""

    def __init__(self, message: str, new_chat: str) -> None:
        super().__init__(message)
        self.new_chat = new_chat


class ThreadGoneError(ChannelError):
    """The forum topic is closed or deleted; the chat itself still stands."""


class RightsMissingError(ChannelError):
    """The bot may not post there now; an admin can change that."""


class RateLimitedError(ChannelError):
    """Too fast. It did not arrive; `retry_after` is seconds to wait.

    `everywhere` is true where the limit concerns the whole bot, not one chat.
    """

    def __init__(self, message: str, retry_after: float, *, everywhere: bool = False) -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.everywhere = everywhere


class MessageRefusedError(ChannelError):
    """This message will never be accepted as it is (bad markup, too long)."""


class NotDeliveredError(ChannelError):
    """It certainly did not arrive (no connection was made); try again."""


class DeliveryUnclearError(ChannelError):
    """It may have arrived (time-out, reset, a 5xx answer); ask before sending again."""

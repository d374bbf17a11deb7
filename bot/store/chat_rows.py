"""Rows of the chat table -> chats. Used by `chats` and the ledger."""

from __future__ import annotations

from bot.model import Address, Chat, ChatKind, ChatState, Length, QuietHours
from bot.store.editions import hour_of
from bot.store.statements import AnyRow


def chat_of(row: AnyRow) -> Chat:
    """Return the chat in a row of its table."""
    return Chat(
        id=row.id,
        address=Address(
            channel=row.channel,
            chat=row.chat,
            thread=row.thread or None,
            supergroup=row.supergroup,
        ),
        kind=ChatKind(row.kind),
        lang=row.lang,
        edition=row.edition,
        hour=hour_of(row.hour),
        zone=row.zone,
        state=ChatState(row.state),
        state_reason=row.state_reason,
        title=row.title,
        length=Length(row.length) if row.length else None,
        pictures=row.pictures,
        quiet=quiet_of(row),
        alerts=row.alerts,
        weekly=row.weekly,
        keeper=row.keeper,
        catch_up_minutes=row.catch_up_minutes,
    )


def quiet_of(row: AnyRow) -> QuietHours | None:
    """Return the quiet hours in a row of `chat`, None where it has none."""
    start, end = hour_of(row.quiet_from), hour_of(row.quiet_until)
    return None if start is None or end is None else QuietHours(start, end)

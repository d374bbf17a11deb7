"""Whether a line still comes in time, and not in its chat's quiet hours. Used by `sender`.

Planning puts each line at an hour that suits its chat; here is what to do with
one whose hour passed while nobody sent.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import next_moment, zone_named
from bot.model import Delivery

# A chat that wishes its brief within its quiet hours is not woken much later than that.
OWN_HOUR = timedelta(hours=1)


def is_too_late(line: Delivery, at: datetime, usual: timedelta) -> bool:
    """Return whether `line` would come later at `at` than its chat still wants it.

    `usual` holds for chats that have no window of their own. A line that left
    before is not too late: whether it arrived is asked, or it is tried again.
    """
    minutes = line.chat.catch_up_minutes
    window = usual if minutes is None else timedelta(minutes=minutes)
    return line.attempts == 0 and at - _promised(line) > window


def end_of_quiet(line: Delivery, now: datetime, zone: str) -> datetime | None:
    """Return until when `line` has to wait, None where it may leave now.

    `zone` is the edition's, for chats without their own. A brief that has begun
    is finished; one that was promised within quiet hours, because the chat
    wished so, has an hour to come.
    """
    quiet = line.chat.quiet
    if quiet is None or line.part > 1 or line.attempts > 0:
        return None
    zone = line.chat.zone or zone
    there = zone_named(zone)
    if not quiet.hold(now.astimezone(there).time()):
        return None
    promised = _promised(line)
    wished_then = quiet.hold(promised.astimezone(there).time())
    if wished_then and now - promised <= OWN_HOUR:
        return None
    return next_moment(now, quiet.end, zone)


def _promised(line: Delivery) -> datetime:
    return line.promised_at or line.due_at

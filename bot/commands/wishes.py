"""What a chat may wish, as it is written: read, checked, done.

Used by `settings` and `adjusting`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.commands.desk import FrontDesk
from bot.errors import BadRequestError
from bot.language.hours import read_hour, read_length, read_quiet
from bot.language.places import zone_of_place
from bot.model import Chat, ChatState, Length

LANGUAGES = {"zh": "简体中文", "zh-Hant": "繁體中文", "en": "English"}
ON = frozenset({"on", "yes", "1", "开", "開", "是"})
OFF = frozenset({"off", "no", "0", "none", "关", "關", "否"})
OWN = "own"


async def grant(desk: FrontDesk, chat: Chat, wish: str, value: str) -> Chat:
    """Give `chat` what it wishes: `hour` 8:30, `zone` Berlin, `pictures` off; return it.

    Raises:
        BadRequestError: there is no such wish, or the value makes no sense.
        UnknownEditionError: there is no such edition.
    """
    if wish not in _GRANTS:
        raise BadRequestError(f"There is no setting {wish[:40]!r}.")
    return await _GRANTS[wish](desk, chat, value.strip())


def read_switch(text: str) -> bool:
    """Return whether `text` says on or off.

    Raises:
        BadRequestError: it says neither.
    """
    word = text.strip().casefold()
    if word not in ON | OFF:
        raise BadRequestError(f"{text[:40]!r} is neither on nor off.")
    return word in ON


async def _hour(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    hour = None if value == OWN else read_hour(value)
    return await desk.newsroom.circulation.wish(chat, hour=hour)


async def _zone(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    zone = zone_of_place(value)
    if zone is None:
        raise BadRequestError(f"There is no place {value[:40]!r} that I know the time of.")
    return await desk.newsroom.circulation.wish(chat, zone=zone)


async def _language(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    known = {code.casefold(): code for code in LANGUAGES}
    if value.casefold() not in known:
        raise BadRequestError(f"I do not speak {value[:20]!r}.")
    return await desk.newsroom.circulation.wish(chat, lang=known[value.casefold()])


async def _length(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    try:
        length = Length(value.casefold())
    except ValueError:
        raise BadRequestError(f"There is no length {value[:20]!r}.") from None
    return await desk.newsroom.set_length(chat, length)


async def _quiet(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    quiet = None if value.casefold() in OFF else read_quiet(value)
    return await desk.newsroom.circulation.wish(chat, quiet=quiet)


async def _catch_up(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    minutes = None if value == OWN else int(read_length(value).total_seconds() // 60)
    return await desk.newsroom.circulation.wish(chat, catch_up_minutes=minutes)


async def _edition(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    circulation = desk.newsroom.circulation
    if chat.state is ChatState.ACTIVE:
        return (await circulation.subscribe(chat, value)).chat
    return await circulation.wish(chat, edition=value)


async def _subscription(desk: FrontDesk, chat: Chat, value: str) -> Chat:
    circulation = desk.newsroom.circulation
    if read_switch(value):
        return (await circulation.subscribe(chat)).chat
    await circulation.unsubscribe(chat)
    return await circulation.by_id(chat.id)


def _switch(name: str) -> Callable[[FrontDesk, Chat, str], Awaitable[Chat]]:
    async def switch(desk: FrontDesk, chat: Chat, value: str) -> Chat:
        return await desk.newsroom.circulation.wish(chat, **{name: read_switch(value)})

    return switch


_GRANTS: Mapping[str, Callable[[FrontDesk, Chat, str], Awaitable[Chat]]] = {
    "hour": _hour,
    "zone": _zone,
    "language": _language,
    "length": _length,
    "quiet": _quiet,
    "catchup": _catch_up,
    "edition": _edition,
    "sub": _subscription,
    "pictures": _switch("pictures"),
    "alerts": _switch("alerts"),
    "weekly": _switch("weekly"),
}

"""The screens of `/settings`: one message whose buttons edit it in place.

A button says `cfg:<chat>:<screen>` or `cfg:<chat>:<wish>:<value>`; both are
looked up and the right to them is asked for at every press.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.commands.desk import FrontDesk
from bot.commands.wishes import LANGUAGES, OWN
from bot.delivery import Rules
from bot.model import USUAL_LENGTH, Button, Chat, ChatKind, ChatState, Edition, Length, Message
from bot.render import plain, say
from bot.render.dates import exact_duration, zone_city
from bot.render.keyboards import Rows

HOURS = ("07:00", "08:00", "09:00", "12:00", "18:00", "19:00", "20:00", "22:00")
ZONES = (
    *("Asia/Shanghai", "Asia/Taipei", "Asia/Singapore", "Asia/Tokyo", "Europe/London"),
    *("Europe/Berlin", "America/New_York", "America/Los_Angeles", "UTC"),
)
QUIET = ("22:00-07:00", "23:00-08:00", "00:00-09:00")
# Minutes a brief may be late and still come.
LATE = (30, 60, 120, 720, 1440)
USUALLY_LATE_MINUTES = int(Rules().catch_up.total_seconds() // 60)
# Screens on which one may also type.
TYPED = frozenset({"hour", "zone", "quiet", "catchup"})


async def main_screen(
    desk: FrontDesk, chat: Chat, lang: str, others: Sequence[Chat] = ()
) -> Message:
    """Return how `chat` wants its brief, in `lang`; `others` are channels set up from here."""
    edition = await desk.edition(chat)
    elsewhere = chat.title if chat.kind is ChatKind.CHANNEL else None
    return desk.renderer.reply(
        "settings",
        lang=lang,
        chat=chat,
        edition=edition,
        daily=chat.state is ChatState.ACTIVE,
        hour=(chat.hour or edition.hour).strftime("%H:%M"),
        zone=desk.zone(chat),
        length=chat.length or USUAL_LENGTH[chat.kind],
        title=elsewhere,
        late_minutes=chat.catch_up_minutes or USUALLY_LATE_MINUTES,
        buttons=(*_main_rows(chat, lang), *_other_rows(others)),
    )


def _main_rows(chat: Chat, lang: str) -> Rows:
    def opens(*screens: str) -> tuple[Button, ...]:
        return tuple(_button(chat, plain(f"button.{name}", lang), name) for name in screens)

    def switch(name: str, *, on: bool) -> Button:
        mark = "✓" if on else "✗"
        text = f"{plain(f'button.{name}', lang)} {mark}"
        return _button(chat, text, name, "off" if on else "on")

    is_on = chat.state is ChatState.ACTIVE
    word = "button.unsubscribe" if is_on else "button.subscribe_here"
    return (
        opens("edition", "language"),
        opens("hour", "zone"),
        (*opens("length"), switch("pictures", on=chat.pictures)),
        (switch("alerts", on=chat.alerts), *opens("quiet")),
        (switch("weekly", on=chat.weekly), *opens("catchup")),
        (_button(chat, plain(word, lang), "sub", "off" if is_on else "on"),),
    )


def _other_rows(others: Sequence[Chat]) -> Rows:
    return tuple(
        (_button(other, f"📣 {other.title or other.id}"[:40], "main"),) for other in others
    )


async def choice_screen(desk: FrontDesk, chat: Chat, screen: str, lang: str) -> Message | None:
    """Return the screen on which one of a few values is chosen; None if there is no such."""
    if screen not in _SCREENS:
        return None
    editions = await desk.newsroom.circulation.editions(chat)
    buttons = [
        _button(chat, text, screen, value)
        for value, text in _choices(screen, editions, lang).items()
    ]
    width = 1 if screen in {"edition", "language", "length", "quiet"} else 3
    rows = tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))
    back = (_button(chat, plain("button.settings_back", lang), "main"),)
    return Message(str(say(f"settings.ask_{screen}", lang)), (*rows, back))


_SCREENS = frozenset({"edition", "language", "hour", "zone", "length", "quiet", "catchup"})


def _choices(screen: str, editions: Sequence[Edition], lang: str) -> Mapping[str, str]:
    """Return the values of a screen and what is written on their buttons."""
    match screen:
        case "edition":
            choices = {edition.slug: f"{edition.title} · {edition.lang}" for edition in editions}
        case "language":
            choices = dict(LANGUAGES)
        case "hour":
            usual = plain("button.usual_hour", lang, hour=editions[0].hour.strftime("%H:%M"))
            choices = {**{hour: hour for hour in HOURS}, OWN: usual}
        case "zone":
            choices = {zone: zone_city(zone, lang) for zone in ZONES}
        case "length":
            choices = {length.value: plain(f"settings.{length.value}", lang) for length in Length}
        case "catchup":
            late = {str(minutes): minutes for minutes in LATE} | {OWN: USUALLY_LATE_MINUTES}
            ordered = sorted(late.items(), key=lambda choice: choice[1])
            choices = {value: exact_duration(minutes, lang) for value, minutes in ordered}
        case _:
            spans = {span: span.replace("-", "–") for span in QUIET}
            choices = {**spans, "off": plain("button.quiet_off", lang)}
    return choices


def _button(chat: Chat, text: str, *data: str) -> Button:
    return Button(text, data=":".join(("cfg", str(chat.id), *data)))

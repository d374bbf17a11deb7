"""The bot's own words in every language it speaks, from Babel catalogues.

Used by the templates and by every door that says a sentence of its own. The
catalogues are `locale/<language>/LC_MESSAGES/tenbrief.po`, read as they are
when a language is first spoken; a message is found by a dotted key that names
where it is said (`subscribe.done`). `{name}` in a message is filled in.

Messages are written in Telegram's HTML. `say` escapes every value unless it is
`Markup`, so what a feed or a person wrote can never become a tag; `plain` gives
the same words without markup and unescaped, for buttons and the terminal.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Final

from babel import Locale
from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from markupsafe import Markup

from bot.errors import TemplateError
from bot.render.text import clean

CATALOGUES: Final = Path(__file__).parent / "locale"
LANGUAGES: Final = ("en", "zh_Hans", "zh_Hant")
_TAG = re.compile(r"</?[a-z][^>]*>")


@lru_cache(maxsize=256)
def language_of(lang: str | None) -> str:
    """Return which of `LANGUAGES` answers to the code `lang`.

    `zh`, `zh-CN` and `zh-Hans` are `zh_Hans`; `zh-TW`, `zh-HK` and `zh-Hant`
    are `zh_Hant`; everything else, unknown codes too, is `en`.
    """
    # Telegram may add a third part that is no territory (zh-hans-raw).
    parts = (lang or "en").replace("-", "_").split("_")[:2]
    try:
        locale = Locale.parse("_".join(parts))
    except (ValueError, UnknownLocaleError):
        return "zh_Hans" if parts[0].lower() == "zh" else "en"
    if locale.language != "zh":
        return "en"
    return "zh_Hant" if locale.script == "Hant" else "zh_Hans"


def say(key: str, lang: str | None, **values: object) -> Markup:
    """Return the message `key` in the language that answers to `lang`, as HTML.

    A message with a plural chooses its form by the value `count`.

    Raises:
        TemplateError: no catalogue has the key, or a value it needs is missing.
    """
    shown = {name: _presentable(value) for name, value in values.items()}
    try:
        return Markup(_message(key, lang, values)).format(**shown)  # noqa: S704 - catalogues are ours
    except (KeyError, IndexError) as error:
        raise _value_missing(key, error) from error


def plain(key: str, lang: str | None, **values: object) -> str:
    """Return the message `key` as plain text: no markup, nothing escaped.

    Raises:
        TemplateError: as for `say`.
    """
    message = unescape(_TAG.sub("", _message(key, lang, values)))
    shown = {name: _presentable(value) for name, value in values.items()}
    try:
        return message.format(**shown)
    except (KeyError, IndexError) as error:
        raise _value_missing(key, error) from error


@cache
def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of one of `LANGUAGES`, read once."""
    path = CATALOGUES / language / "LC_MESSAGES" / "tenbrief.po"
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="tenbrief", abort_invalid=True)


def _message(key: str, lang: str | None, values: dict[str, object]) -> str:
    language = language_of(lang)
    catalogue = read_catalogue(language)
    message = catalogue.get(key)
    if message is None or not message.string:
        raise TemplateError(f"The {language} catalogue has no message {key!r}; add it there.")
    return _form(message, values.get("count"))


def _form(message: Message, count: object) -> str:
    """Return the form of `message` for `count`: the only one, or one of English's two."""
    if isinstance(message.string, str):
        return message.string
    forms = tuple(message.string or ())
    return forms[0] if count == 1 else forms[-1]


def _presentable(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, Markup):
        return clean(value)
    return value


def _value_missing(key: str, error: Exception) -> TemplateError:
    return TemplateError(f"The message {key!r} needs a value for {error}; pass it to say().")

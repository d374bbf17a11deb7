from __future__ import annotations

import re
import string

import pytest
from markupsafe import Markup

from bot.errors import TemplateError
from bot.render import plain, say
from bot.render.markup import parse
from bot.render.templates import own_folder
from bot.render.words import CATALOGUES, LANGUAGES, language_of, read_catalogue

KEYS = sorted(
    message.id if isinstance(message.id, str) else message.id[0]
    for message in read_catalogue("en")
    if message.id
)


def forms(language: str, key: str) -> list[str]:
    message = read_catalogue(language).get(key)
    if message is None:
        return []
    return [message.string] if isinstance(message.string, str) else list(message.string)


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", KEYS)
def test_every_message_is_said_in_every_language_with_the_same_values(key: str) -> None:
    expected = fields("".join(forms("en", key)))
    for language in LANGUAGES:
        spoken = forms(language, key)
        assert spoken, language
        for form in spoken:
            assert form, language
            assert fields(form) == expected
            parse(form)


def test_no_language_has_messages_that_another_lacks() -> None:
    for language in LANGUAGES:
        own = {
            message.id if isinstance(message.id, str) else message.id[0]
            for message in read_catalogue(language)
            if message.id
        }
        assert own == set(KEYS)


def test_every_folder_of_catalogues_is_a_language_we_speak() -> None:
    assert {folder.name for folder in CATALOGUES.iterdir()} == set(LANGUAGES)


def test_every_message_that_is_said_anywhere_is_in_the_catalogues() -> None:
    said = re.compile(r"""(?:say|plain)\((?:\w+, )?["']([a-z_]+\.[a-z_]+)["'][,)]""")
    package = CATALOGUES.parents[1]
    for path in [*own_folder().rglob("*.j2"), *package.rglob("*.py")]:
        for key in said.findall(path.read_text(encoding="utf-8")):
            assert key in KEYS, f"{path.name} says {key}"


def test_every_message_in_the_catalogues_is_said_somewhere() -> None:
    package = CATALOGUES.parents[1]
    files = [*own_folder().rglob("*.j2"), *package.rglob("*.py")]
    text = "\n".join(path.read_text(encoding="utf-8") for path in files)
    # Some keys are put together: say("receipt." ~ state), say(f"settings.ask_{screen}").
    begun = set(re.findall(r"""["']([a-z_]+\.(?:[a-z]+_)?)(?:["'] ~|\{)""", text))

    def is_said(key: str) -> bool:
        ends = [key.removeprefix(begin) for begin in begun if key.startswith(begin)]
        return any(f'"{word}"' in text or f"'{word}'" in text for word in (key, *ends))

    assert [key for key in KEYS if not is_said(key)] == []


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh", "zh_Hans"),
        ("zh-CN", "zh_Hans"),
        ("zh-Hans", "zh_Hans"),
        ("zh-hans", "zh_Hans"),
        ("zh-Hans-raw", "zh_Hans"),
        ("zh-TW", "zh_Hant"),
        ("zh-HK", "zh_Hant"),
        ("zh-Hant", "zh_Hant"),
        ("zh_Hant", "zh_Hant"),
        ("zh-hant-raw", "zh_Hant"),
        ("en", "en"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
        ("no such code", "en"),
    ],
)
def test_a_language_code_is_answered_in_the_nearest_language(
    code: str | None, language: str
) -> None:
    assert language_of(code) == language


def test_a_count_chooses_the_form() -> None:
    assert say("topic.title", "en", name="Lantern", count=1).endswith("1 story")
    assert say("topic.title", "en", name="Lantern", count=0).endswith("0 stories")
    assert say("topic.title", "zh", name="Lantern", count=1).endswith("1 条")


def test_a_value_is_escaped_unless_it_is_markup() -> None:
    assert "&lt;b&gt;" in say("topic.unknown", "en", name="<b>")
    assert "<b>x</b>" in say("topic.unknown", "en", name=Markup("<b>x</b>"))


def test_plain_words_carry_no_markup_and_escape_nothing() -> None:
    done = plain("subscribe.done", "en", edition="R&D <daily>", hour="08:00", zone="UTC")
    assert "<b>" not in done
    assert "R&D <daily>" in done


def test_an_unknown_message_is_named() -> None:
    with pytest.raises(TemplateError, match="no message 'nobody_says_this'"):
        say("nobody_says_this", "zh")


def test_a_missing_value_is_named() -> None:
    with pytest.raises(TemplateError, match="needs a value for 'name'"):
        say("topic.unknown", "en")

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from bot.errors import TemplateError
from bot.render.markup import ONE_MESSAGE, Entity, Size, measure, parse
from bot.render.text import clean, units


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("plain", "plain", []),
        ("a &lt;b&gt; &amp; &quot;c&quot;", 'a <b> & "c"', []),
        ("&#39;&#x27;&nbsp;&#99999999;", "''&nbsp;&#99999999;", []),
        ("🎉 <b>ab</b>", "🎉 ab", [Entity("bold", 3, 2)]),
        ("<b>🎉</b>", "🎉", [Entity("bold", 0, 2)]),
        ("<STRONG>a</STRONG>", "a", [Entity("bold", 0, 1)]),
        ("<i>a<b>b</b></i>", "ab", [Entity("italic", 0, 2), Entity("bold", 1, 1)]),
        ("<b></b>x", "x", []),
        ("<b>a</>", "a", [Entity("bold", 0, 1)]),
        (
            '<a href="https://x.example/?a=1&amp;b=2">x</a>',
            "x",
            [Entity("text_link", 0, 1, "https://x.example/?a=1&b=2")],
        ),
        ("<a>x</a>", "x", []),
        ("<blockquote>q</blockquote>", "q", [Entity("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [Entity("expandable_blockquote", 0, 1)]),
        ('<span class="tg-spoiler">s</span>', "s", [Entity("spoiler", 0, 1)]),
        ("<code>a</code><pre>b</pre>", "ab", [Entity("code", 0, 1), Entity("pre", 1, 1)]),
    ],
)
def test_markup_is_read_as_telegram_reads_it(html: str, text: str, entities: list[Entity]) -> None:
    parsed = parse(html)
    assert parsed.text == text
    assert list(parsed.entities) == entities


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<b>a", "never closed"),
        ("a</b>", "closes nothing"),
        ("<b>a</i>", "stands where"),
        ("<b>a</b", "closes nothing"),
        ("<p>a</p>", "no tag of Telegram's"),
        ("a < b", "no tag of Telegram's"),
        ("<b", "never finished"),
        ('<a href="x>y</a>', "never finished"),
        ("<span>a</span>", "tg-spoiler"),
        ("&#xD800;", "surrogate"),
    ],
)
def test_markup_telegram_would_refuse_is_refused_with_a_reason(html: str, why: str) -> None:
    with pytest.raises(TemplateError, match=why):
        parse(html)


def test_size_counts_after_parsing_and_in_utf_16() -> None:
    assert measure("<b>🎉</b> &amp; x") == Size(units=6, entities=1)


def test_what_telegram_links_by_itself_counts_as_entities() -> None:
    assert measure("@lantern #ai $ABC /topic site.example").entities == 5


def test_what_telegram_links_by_itself_never_makes_a_text_too_large() -> None:
    assert measure("@lantern " * 300).fits(ONE_MESSAGE)
    assert not measure("<b>x</b>" * 101).fits(ONE_MESSAGE)


@given(st.text(alphabet=st.characters(), max_size=200))
def test_any_escaped_text_comes_back_unchanged_and_unmarked(text: str) -> None:
    parsed = parse(str(escape(clean(text))))
    assert parsed.text == clean(text)
    assert parsed.entities == ()
    assert parsed.size.units == units(clean(text))

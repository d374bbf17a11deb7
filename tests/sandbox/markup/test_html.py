from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.markup import MarkupError, parse_html, tidy, utf16_length


def parsed(source: str) -> tuple[str, list[tuple[object, ...]]]:
    text, entities = parse_html(source)
    return text, [tuple(entity) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("plain", "plain", []),
        ("<b>十条</b> daily", "十条 daily", [("bold", 0, 2, None)]),
        ("😀<i>x</i>", "😀x", [("italic", 2, 1, None)]),
        ("<strong><em>a</em></strong>", "a", [("bold", 0, 1, None), ("italic", 0, 1, None)]),
        (
            "<INS>a</ins><del>b</del>",
            "ab",
            [("underline", 0, 1, None), ("strikethrough", 1, 1, None)],
        ),
        ('<span class="tg-spoiler">a</span>', "a", [("spoiler", 0, 1, None)]),
        ("<blockquote expandable>a</blockquote>", "a", [("expandable_blockquote", 0, 1, None)]),
        ("<blockquote>a</blockquote>", "a", [("blockquote", 0, 1, None)]),
        (
            '<a href="https://ten.example/a?b=1&amp;c=2">t</a>',
            "t",
            [("text_link", 0, 1, "https://ten.example/a?b=1&c=2")],
        ),
        ('<a href="tg://user?id=42">t</a>', "t", [("text_mention", 0, 1, 42)]),
        ('<a href="nonsense">t</a>', "t", []),
        ("<a>ten.example</a>", "ten.example", [("text_link", 0, 11, "http://ten.example/")]),
        ('<pre><code class="language-rust">x</code></pre>', "x", [("pre_code", 0, 1, "rust")]),
        ('<code class="language-rust">x</code>', "x", [("code", 0, 1, None)]),
        ('<tg-emoji emoji-id="7">y</tg-emoji>', "y", [("custom_emoji", 0, 1, 7)]),
        ("<tg-time unix='60' format='dT'>y</tg-time>", "y", [("date_time", 0, 1, (60, 12))]),
        ("&lt;&#65;&#x42;&nbsp;&amp", "<AB&nbsp;&", []),
        ("<b></b>", "", []),
    ],
)
def test_html_becomes_text_and_entities(
    source: str, text: str, entities: list[tuple[object, ...]]
) -> None:
    assert parsed(source) == (text, entities)


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("十<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("十<script>", 'Unsupported start tag "script" at byte offset 3'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("a<b", "Unclosed start tag at byte offset 1"),
        ("<i =x>", 'Empty attribute name in the tag "i" at byte offset 0'),
        ("<a href=a_b>x</a>", "Unexpected end of name token at byte offset 8"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-time unix='1' format='q'>x</tg-time>", "Invalid date format used"),
        ("3 < 4", 'Unsupported start tag "" at byte offset 2'),
    ],
)
def test_wrong_html_is_refused_in_telegrams_words(source: str, error: str) -> None:
    with pytest.raises(MarkupError) as caught:
        parse_html(source)
    assert str(caught.value) == error


@given(st.text(alphabet=st.sampled_from("<>/&;=\"' abiuspre十😀\n"), max_size=60))
def test_any_html_is_parsed_or_refused_and_entities_stay_inside_the_text(source: str) -> None:
    try:
        text, entities = parse_html(source)
    except MarkupError:
        return
    assert all(0 <= one.offset < one.end <= utf16_length(text) for one in entities)


def test_blanks_at_the_ends_go_and_entities_move_along() -> None:
    text, entities = tidy(*parse_html("\n  a <b>b</b>  \n"))
    assert (text, entities[0].offset, entities[0].length) == ("a b", 2, 1)


def test_nothing_is_formatted_inside_code() -> None:
    _, entities = tidy(*parse_html("<code>a<b>b</b></code><b>c</b>"))
    assert [entity.type for entity in entities] == ["code", "bold"]


def test_more_than_a_hundred_entities_are_cut() -> None:
    _, entities = tidy(*parse_html("<b>a</b> " * 120))
    assert len(entities) == 100

"""HTML becomes paragraphs, one a line, and a picture."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sources.html_text import absolute_url, plain_text, read_html

PAGE = "https://example.com/a/"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One\n line.</p><p>Two.</p>", "One line.\nTwo."),
        ("before<div>inside</div>after", "before\ninside\nafter"),
        ("one<br>two<br/>three", "one\ntwo\nthree"),
        ("<ul><li>a<li>b</ul>", "a\nb"),
        ("<table><tr><td>a<td>b<tr><td>c</table>", "a b\nc"),
        ("<b>bold</b> and <i>more</i>", "bold and more"),
        ("seen<script>alert(1)</script><style>p{}</style>", "seen"),
        ("AT&amp;T &lt;3", "AT&T <3"),
        ("plain text\n\nof two lines", "plain text\nof two lines"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("<p>你好</p><p>世界</p>", "你好\n世界"),
        ("", ""),
    ],
)
def test_paragraphs_become_lines(html: str, text: str) -> None:
    assert read_html(html).text == text


def test_the_first_real_picture_is_found_and_made_absolute() -> None:
    html = (
        '<img src="/pixel.gif" width="1" height="1"><img src="data:image/png;base64,x">'
        '<img src="lazy.svg" data-src="../b.jpg"><img src="/c.jpg">'
    )
    assert read_html(html, PAGE).image == "https://example.com/b.jpg"


def test_a_title_is_one_line_without_markup() -> None:
    assert plain_text("A <b>bold</b>\n claim &amp; more") == "A bold claim & more"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:image/png;base64,x", "", None])
def test_only_web_addresses_are_kept(address: str | None) -> None:
    assert absolute_url(address, PAGE) is None


def test_deep_nesting_and_broken_tags_are_survived() -> None:
    for html in ("<div>" * 50_000 + "deep", "<a foo=" * 30_000, "<b>" * 500 + "<p>x" * 500):
        read_html(html, PAGE)


@given(st.text())
def test_any_text_gives_tidy_text(html: str) -> None:
    text = read_html(html, PAGE).text
    assert text == text.strip()
    assert "\n\n" not in text
    text.encode()


@given(st.text(alphabet="<>/abp&;\"'= \n"))
def test_any_markup_gives_tidy_text(html: str) -> None:
    assert "\n\n" not in read_html(html, PAGE).text

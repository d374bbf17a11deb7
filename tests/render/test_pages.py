from __future__ import annotations

import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import feedparser
import frontmatter
import wcwidth
from markdown_it import MarkdownIt

from bot.model import Citation
from bot.render import Renderer
from bot.render.markdown import escape
from bot.sources.hugo import read_hugo
from tests.render.news import brief, slot

HOSTILE = "</title><script>alert(\"1\")</script> & 'x'"


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"href", "src"}]


def test_the_page_shows_ten_stories_with_pictures_and_sources(renderer: Renderer) -> None:
    page = Tags(renderer.html(brief(), bot_name="LanternBot"))
    assert page.tags.count("h2") == 10
    assert page.tags.count("img") == 10
    assert "https://harbour.example/10" in page.addresses
    assert "https://t.me/LanternBot?start=subscribe_en" in page.addresses


def test_the_page_runs_no_script_and_loads_nothing_but_pictures(renderer: Renderer) -> None:
    html = renderer.html(brief())
    page = Tags(html)
    assert not {"script", "link", "iframe", "form"} & set(page.tags)
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert "'sha256-" in html


def test_hostile_text_stays_text_on_the_page(renderer: Renderer) -> None:
    bad = slot(
        headline=HOSTILE,
        body=HOSTILE,
        image='x" onerror="alert(1)',
        sources=(Citation(HOSTILE, "javascript:alert(1)", HOSTILE, "en"),),
    )
    html = renderer.html(brief(bad, title=HOSTILE, lead=HOSTILE, focus=(HOSTILE,)))
    page = Tags(html)
    assert "script" not in page.tags
    assert "img" not in page.tags
    assert not any(address.startswith("javascript") for address in page.addresses)


def test_the_archive_lists_briefs_and_their_feeds(renderer: Renderer) -> None:
    page = Tags(renderer.archive([brief(), brief(edition="zh", lang="zh")]))
    assert "/en/2025-03-01" in page.addresses
    assert "/zh/2025-03-01" in page.addresses
    assert "/zh/feed.xml" in page.addresses


def test_an_empty_archive_says_so(renderer: Renderer) -> None:
    assert "No brief has been published yet." in renderer.archive([])
    ET.fromstring(renderer.feed([], "https://ten.example"))


def test_the_feed_is_one_that_readers_understand(renderer: Renderer) -> None:
    feed = feedparser.parse(renderer.feed([brief(title=HOSTILE)], "https://ten.example"))
    assert not feed.bozo
    (entry,) = feed.entries
    assert entry.link == "https://ten.example/en/2025-03-01"
    assert "01 Lantern ships model number 1" in entry.summary
    assert entry.published == "Sat, 01 Mar 2025 12:00:00 +0000"


def test_the_terminal_shows_no_line_wider_than_eighty_columns(renderer: Renderer) -> None:
    wide = slot(headline="很长的标题，" * 12, body="一句不短的话，说完还有下一句。" * 20)
    for line in renderer.text(brief(wide, lang="zh")).splitlines():
        # A closing mark may hang over the edge by its own width.
        assert wcwidth.wcswidth(line) <= 82


def test_no_line_in_the_terminal_begins_with_a_closing_mark(renderer: Renderer) -> None:
    wide = slot(body="一句话，又一句话。" * 60)
    lines = renderer.text(brief(wide, lang="zh")).splitlines()
    assert not any(line.strip().startswith(("，", "。")) for line in lines)


def test_a_post_for_hugo_has_front_matter_and_numbered_stories(renderer: Renderer) -> None:
    post = frontmatter.loads(renderer.hugo(brief(title='A "title": with\tmarks # and 中文')))
    assert post["title"] == 'A "title": with marks # and 中文'
    assert str(post["date"]) == "2025-03-01"
    assert post["tags"] == ["Lantern", "DeepSeek", "腾讯"]
    assert post.content.count("![](https://pictures.example/") == 10
    for position in range(1, 11):
        assert f"**{position:02d}**" in post.content


def test_a_post_is_imported_as_the_stories_it_was_printed_from(renderer: Renderer) -> None:
    told = brief(
        slot(1),
        slot(2, image=None, body="One paragraph.\nAnother one."),
        slot(
            3, headline="What <b> _is_ **no** [link](here)?", body="**02**\n# no heading\n- no list"
        ),
        slot(4, image="https://pictures.example/a_(1)_b.png?x=1&y=2"),
    )
    items = read_hugo(renderer.hugo(told), where="2025-03-01.md")
    assert [item.position for item in items] == [1, 2, 3, 4]
    assert [item.title for item in items] == [slot.headline for slot in told.slots]
    assert [item.text for item in items] == [slot.body for slot in told.slots]
    assert [item.url for item in items] == [slot.sources[0].url for slot in told.slots]
    assert [item.image for item in items[:3]] == [slot.image for slot in told.slots[:3]]
    assert items[3].image == "https://pictures.example/a_%281%29_b.png?x=1&y=2"


def test_text_in_a_post_is_never_taken_for_markup() -> None:
    for text in (
        "**02**",
        "# no heading",
        "> no quote",
        "- no list",
        "1. no list",
        "1) no list",
        "[no](link)",
        "![no](picture)",
        "<script>alert(1)</script>",
        "a_b _c_ `d` &amp; \\e",
        "---",
        "===",
        "+ no list",
        "| no | table |",
        "~~~",
        "    no code",
    ):
        html = MarkdownIt("commonmark").render(escape(text).strip())
        shown = html.removeprefix("<p>").removesuffix("</p>\n")
        assert MarkdownIt().utils.unescapeAll(shown) == text.strip(), text

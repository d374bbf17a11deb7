"""Every kind of feed gives the same plain items; what is no feed gives one sentence."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import FeedError
from bot.language.links import canonical_url
from bot.model import Source, item_id
from bot.sources.feed import Feed, read_feed

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
URL = "https://wire.example/feeds/rss.xml"
WIRE = Source(slug="wire", url=URL, title="Wire")


def read(body: bytes | str, *, content_type: str | None = None, source: Source = WIRE) -> Feed:
    raw = body.encode() if isinstance(body, str) else body
    return read_feed(raw, source=source, url=URL, content_type=content_type, now=NOW)


def rss(items: str, *, head: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/">'
        f"<channel><title>Wire</title><link>https://wire.example/</link>{head}{items}"
        "</channel></rss>"
    )


def test_an_rss_item_is_read_whole() -> None:
    feed = read(
        rss(
            "<item><title>Acme &amp;amp; Sons ship a model</title><link>/news/1</link>"
            "<guid isPermaLink='false'>n1</guid><pubDate>Fri, 01 May 2026 09:00:00 +0200</pubDate>"
            "<description><![CDATA[<p>First.</p><p>Second <img src='/p.png'></p>]]></description>"
            "</item>"
        )
    )
    (item,) = feed.items
    assert feed.title == "Wire"
    assert feed.site_url == "https://wire.example/"
    assert item.title == "Acme & Sons ship a model"
    assert item.url == "https://wire.example/news/1"
    assert item.text == "First.\nSecond"
    assert item.image == "https://wire.example/p.png"
    assert item.published == datetime(2026, 5, 1, 7, 0, tzinfo=UTC)
    assert (item.source, item.guid, item.id) == ("wire", "n1", item_id("wire", "n1"))
    assert item.lang == "en"


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://atom.example/x/">
<title>Atom wire</title><entry><id>tag:1</id><title type="html">One &lt;b&gt;two&lt;/b&gt;</title>
<link rel="alternate" href="post"/><updated>2026-05-01T10:00:00Z</updated>
<content type="html">&lt;p&gt;Body&lt;/p&gt;</content></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>RDF</title></channel><item rdf:about="https://rdf.example/1">
<title>Old but fine</title><link>https://rdf.example/1</link>
<dc:date>2026-05-01T10:00:00Z</dc:date></item></rdf:RDF>"""
RSS_091 = """<rss version="0.91"><channel><title>Old</title><item><title>Still here</title>
<link>https://old.example/1</link></item></channel></rss>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "JSON wire",
        "language": "en-US",
        "items": [
            {
                "id": 7,
                "url": "/j/7",
                "title": "By JSON",
                "content_text": "One < two\nThree",
                "image": "/j.png",
                "date_published": "2026-05-01T10:00:00+00:00",
            },
            "no object",
        ],
    }
)


def test_atom_is_read_with_its_own_base() -> None:
    (item,) = read(ATOM).items
    assert (item.title, item.text) == ("One two", "Body")
    assert item.url == "https://atom.example/x/post"


@pytest.mark.parametrize(("body", "title"), [(RDF, "Old but fine"), (RSS_091, "Still here")])
def test_older_kinds_are_read_too(body: str, title: str) -> None:
    assert [item.title for item in read(body).items] == [title]


def test_a_json_feed_is_read() -> None:
    feed = read(JSON_FEED)
    (item,) = feed.items
    assert (feed.title, feed.lang) == ("JSON wire", "en")
    assert (item.guid, item.url) == ("7", "https://wire.example/j/7")
    assert item.text == "One < two\nThree"
    assert item.image == "https://wire.example/j.png"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("gb18030", "gb2312", None),
        ("gb18030", None, "text/xml; charset=gbk"),
        ("gb18030", None, None),
        ("utf-8", None, "text/xml; charset=ISO-8859-1"),
        ("utf-8", "iso-8859-1", None),
        ("utf-16", "utf-16", None),
        ("utf-8-sig", None, None),
    ],
)
def test_an_encoding_is_known_declared_or_not(
    encoding: str, declared: str | None, content_type: str | None
) -> None:
    text = rss("<item><title>深度求索发布新模型</title><link>https://a.example/1</link></item>")
    head = f' encoding="{declared}"' if declared else ""
    text = text.replace('version="1.0"', f'version="1.0"{head}')
    (item,) = read(text.encode(encoding), content_type=content_type).items
    assert item.title == "深度求索发布新模型"
    assert item.lang == "zh"


def test_a_latin_feed_stays_latin() -> None:
    body = rss("<item><title>Café né à Zürich</title></item>")
    body = body.replace('version="1.0"', 'version="1.0" encoding="iso-8859-1"')
    assert read(body.encode("iso-8859-1")).items[0].title == "Café né à Zürich"


@pytest.mark.parametrize("date", ["", "yesterday", "Fri, 01 May 2048 09:00:00 GMT", "1901-01-01"])
def test_a_date_that_cannot_be_is_now(date: str) -> None:
    (item,) = read(rss(f"<item><title>Undated</title><pubDate>{date}</pubDate></item>")).items
    assert item.published == NOW


def test_a_date_without_zone_is_beijing_time_in_a_chinese_feed() -> None:
    item = "<item><title>一条新闻</title><pubDate>2026-05-01 18:00:00</pubDate></item>"
    (read_zh,) = read(rss(item, head="<language>zh-cn</language>")).items
    assert read_zh.published == datetime(2026, 5, 1, 10, 0, tzinfo=UTC)


def test_what_an_entry_lacks_is_made_up_for() -> None:
    feed = read(
        rss(
            "<item><description>A first sentence of news. And more.</description></item>"
            "<item><title>Linked</title><link>https://a.example/2</link></item><item/>"
        )
    )
    first, second = feed.items
    assert first.title == "A first sentence of news"
    assert first.guid
    assert first.url.startswith("https://wire.example/#item-")
    assert second.guid == "https://a.example/2"


def test_entries_that_share_one_link_get_addresses_of_their_own() -> None:
    items = "".join(
        f"<item><title>Episode {n}</title><guid>e{n}</guid><link>https://wire.example/</link></item>"
        for n in range(4)
    )
    urls = {canonical_url(item.url) for item in read(rss(items)).items}
    assert len(urls) == 4


def test_one_guid_for_two_pieces_keeps_both_and_a_repeated_entry_counts_once() -> None:
    entry = "<item><title>T{0}</title><guid>same</guid><link>https://a.example/{0}</link></item>"
    feed = read(rss(entry.format(1) + entry.format(2) + entry.format(1)))
    assert [item.title for item in feed.items] == ["T1", "T2"]
    assert len({item.id for item in feed.items}) == 2


@pytest.mark.parametrize(
    ("named", "image"),
    [
        ('<media:content url="/m.jpg" medium="image"/>', "https://wire.example/m.jpg"),
        ('<media:thumbnail url="https://c.example/t.jpg"/>', "https://c.example/t.jpg"),
        ('<enclosure url="/e.png" type="image/png" length="1"/>', "https://wire.example/e.png"),
        ('<enclosure url="/e.mp3" type="audio/mpeg" length="1"/>', None),
    ],
)
def test_a_picture_is_found_where_feeds_put_it(named: str, image: str | None) -> None:
    assert read(rss(f"<item><title>Seen</title>{named}</item>")).items[0].image == image


def test_what_blogging_software_adds_is_left_out() -> None:
    text = "<p>News.</p><p>The post <a>News</a> appeared first on <a>Blog</a>.</p>"
    (item,) = read(
        rss(f"<item><title>T</title><description><![CDATA[{text}]]></description></item>")
    ).items
    assert item.text == "News."


def test_chinese_text_is_chinese_whatever_the_feed_declares() -> None:
    head = "<language>en-US</language>"
    assert (
        read(rss("<item><title>国产大模型再降价</title></item>", head=head)).items[0].lang == "zh"
    )
    german = "<item><title>Neues Modell vorgestellt</title></item>"
    assert read(rss(german, head="<language>de</language>")).items[0].lang == "de"


def test_fields_are_bounded() -> None:
    long = "word " * 20_000
    (item,) = read(
        rss(
            f"<item><title>{long}</title><guid>{long}</guid><description>{long}</description></item>"
        )
    ).items
    assert len(item.title) <= 300
    assert len(item.text) <= 20_000
    assert len(item.guid) <= 500


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "nothing at all"),
        (b"   \n", "nothing at all"),
        (b"<!DOCTYPE html><html><body>403 Forbidden</body></html>", "web page"),
        (b'<?xml version="1.0"?>\n<html><h1>403 Forbidden</h1></html>', "web page"),
        (b"<opml><body/></opml>", "no feed"),
        (b"Not Found", "neither XML nor JSON"),
        (b'{"posts": []}', "no JSON Feed"),
        (b'{"items": [', "broken"),
        (b"[" * 100_000, "broken"),
        (b"<rss version='2.0'><channel><title>T</title></channel></rss>", "no entries"),
        (bytes(range(256)) * 10, "neither XML nor JSON"),
    ],
)
def test_what_is_no_feed_is_one_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(FeedError, match=sentence):
        read(body)


def test_a_broken_feed_still_gives_what_can_be_read() -> None:
    body = rss("<item><title>Fine</title></item><item><title>A & B</title><br></item>")
    assert [item.title for item in read(body.replace("</rss>", "")).items] == ["Fine", "A & B"]


@pytest.mark.parametrize(
    "declarations",
    [
        '<!ENTITY a "ha">'
        + "".join(
            f'<!ENTITY {x} "{f"&{y};" * 10}">' for y, x in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        '<!ENTITY i SYSTEM "file:///etc/hostname">',
    ],
)
def test_entities_neither_blow_up_nor_read_files(declarations: str) -> None:
    item = "<item><title>Safe</title><description>&i;</description></item>"
    body = rss(item).replace("?>", f"?><!DOCTYPE rss [{declarations}]>", 1)
    (safe,) = read(body).items
    assert len(safe.text) < 100


@given(st.binary(max_size=300))
def test_any_bytes_are_a_feed_or_one_sentence(body: bytes) -> None:
    for wild in (body, b"<rss version='2.0'><channel><item><title>" + body, b'{"items":[' + body):
        with suppress(FeedError):
            assert read(wild).items


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_any_entry_gives_an_item_that_can_be_kept(title: str, html: str, link: str) -> None:
    body = json.dumps({"items": [{"title": title, "content_html": html, "url": link, "id": title}]})
    try:
        items = read(body).items
    except FeedError:
        return
    for item in items:
        assert item.title
        assert item.url.startswith("http")
        assert item.published <= NOW
        f"{item.title}{item.text}".encode()

"""OPML out and in again gives the same sources; hostile OPML gives one sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import ImportFileError
from bot.language.links import is_web_url
from bot.model import Source, SourceKind
from bot.sources import load_default_sources, read_opml, write_opml


def test_folders_give_the_kind() -> None:
    sources = read_opml(
        """<opml version="1.0"><body>
        <outline text="AI Labs"><outline text="Acme &amp; Co" xmlUrl="https://acme.example/feed"
          htmlUrl="https://acme.example/" language="en-US"/></outline>
        <outline text="论文与研究"><outline text="deep"><outline title="Papers"
          xmlUrl="https://papers.example/rss"/></outline></outline>
        <outline text="Media"><outline xmlUrl="https://press.example/rss"/></outline>
        <outline text="Same again" xmlUrl="https://press.example/rss"/>
        <outline text="No feed" htmlUrl="https://x.example/"/>
        <outline text="Bad" xmlUrl="javascript:alert(1)"/>
        </body></opml>""".encode()
    )
    assert [(s.title, s.kind, s.lang) for s in sources] == [
        ("Acme & Co", SourceKind.LAB, "en"),
        ("Papers", SourceKind.RESEARCH, None),
        ("press", SourceKind.PRESS, None),
    ]
    assert sources[0].site_url == "https://acme.example/"


def test_two_feeds_of_one_site_get_slugs_of_their_own() -> None:
    sources = read_opml(
        b"<opml><body><outline xmlUrl='https://a.example/1'/><outline xmlUrl='https://a.example/2'/>"
        b"</body></opml>"
    )
    assert [source.slug for source in sources] == ["a", "a-2"]


SOURCES = st.builds(
    Source,
    slug=st.from_regex(r"[a-z][a-z0-9]{0,8}", fullmatch=True),
    url=st.from_regex(r"https://[a-z]{1,8}\.example/[a-z0-9?=&;]{0,8}", fullmatch=True),
    title=st.from_regex(r"[A-Za-z<>&\"'深度 ]{1,20}x", fullmatch=True).map(
        lambda t: " ".join(t.split())
    ),
    kind=st.sampled_from(SourceKind),
    lang=st.sampled_from([None, "zh", "en"]),
)


@given(st.lists(SOURCES, max_size=6, unique_by=(lambda s: s.slug, lambda s: s.url)))
def test_what_is_written_is_read_again(sources: list[Source]) -> None:
    again = read_opml(write_opml(sources))
    assert sorted(again, key=lambda s: s.slug) == sorted(sources, key=lambda s: s.slug)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"", "broken"),
        (b"<opml><body>", "broken"),
        (b"<rss/>", "no OPML"),
        (b'<!DOCTYPE o [<!ENTITY a "b">]><opml>&a;</opml>', "entities"),
        (b'<?xml version="1.0" encoding="nonsense"?><opml/>', "broken"),
    ],
)
def test_what_is_no_opml_is_one_sentence(body: bytes, sentence: str) -> None:
    with pytest.raises(ImportFileError, match=sentence):
        read_opml(body)


def test_the_default_sources_are_many_of_each_kind_and_language() -> None:
    sources = load_default_sources()
    assert len(sources) >= 40
    assert len({s.slug for s in sources}) == len({s.url for s in sources}) == len(sources)
    assert all(is_web_url(s.url) and s.title for s in sources)
    for kind in SourceKind:
        assert sum(s.kind is kind for s in sources) >= 5
    assert sum(s.lang == "zh" for s in sources) >= 10
    assert sum(s.lang == "en" for s in sources) >= 20

"""The feeds that a site's page names."""

from __future__ import annotations

from bot.sources import FeedLink, common_feed_urls, find_feeds

PAGE = b"""<!DOCTYPE html><html><head><base href="/blog/">
<link rel="alternate" type="application/rss+xml" title="Comments" href="comments/feed">
<link rel="alternate" type="application/rss+xml; charset=utf-8" title="News &amp; more" href="feed">
<link rel="alternate" type="application/atom+xml" href="https://a.example/atom.xml">
<link rel="alternate" type="application/rss+xml" href="feed">
<link rel="alternate" hreflang="zh" href="/zh/"><link rel="stylesheet" href="style.css">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head></html>"""


def test_feeds_are_found_in_order_those_of_comments_last() -> None:
    assert find_feeds(PAGE, "https://a.example/x/") == [
        FeedLink("https://a.example/blog/feed", "News & more"),
        FeedLink("https://a.example/atom.xml", ""),
        FeedLink("https://a.example/blog/comments/feed", "Comments"),
    ]


def test_a_page_that_names_none_gives_none() -> None:
    assert find_feeds(b"", "https://a.example/") == []
    assert find_feeds(b"\xff\xfe<html>", "https://a.example/") == []


def test_likely_places_are_on_the_same_site() -> None:
    assert "https://a.example/feed" in common_feed_urls("https://a.example/blog/post")

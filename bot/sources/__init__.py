"""Bytes -> Items: fetching politely and reading feeds, Hugo posts, JSON lines and OPML.

Called by newsroom and intake, which find every verb they need here.
"""

from bot.sources.article import Article, extract_article, is_stub
from bot.sources.defaults import load_default_sources
from bot.sources.discover import FeedLink, common_feed_urls, find_feeds
from bot.sources.feed import Feed, read_feed
from bot.sources.fetch import Fetched, Fetcher
from bot.sources.folder import Found, FoundSource, read_paths
from bot.sources.hugo import read_hugo
from bot.sources.jsonl import read_jsonl
from bot.sources.opml import read_opml, write_opml
from bot.sources.pauses import after_failure, after_success, is_gone
from bot.sources.skipped import Skipped

__all__ = [
    "Article",
    "Feed",
    "FeedLink",
    "Fetched",
    "Fetcher",
    "Found",
    "FoundSource",
    "Skipped",
    "after_failure",
    "after_success",
    "common_feed_urls",
    "extract_article",
    "find_feeds",
    "is_gone",
    "is_stub",
    "load_default_sources",
    "read_feed",
    "read_hugo",
    "read_jsonl",
    "read_opml",
    "read_paths",
    "write_opml",
]

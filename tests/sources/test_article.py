"""The article on a page, where a feed gave a stub."""

from __future__ import annotations

import pytest

from bot.errors import FeedError
from bot.sources import extract_article, is_stub

SENTENCE = "The company said on Friday that the new model costs half as much as the old one. "
PAGE = f"""<html><head><title>Acme ships a model</title>
<meta property="og:image" content="/lead.jpg"></head><body><nav>Home About</nav>
<article><h1>Acme ships a model</h1><p>{SENTENCE * 4}</p><p>{SENTENCE * 3}</p></article>
<footer>All rights reserved</footer></body></html>"""


def test_the_article_is_found_among_the_rest_of_the_page() -> None:
    article = extract_article(PAGE.encode(), "https://acme.example/news/1")
    assert article.title == "Acme ships a model"
    assert SENTENCE.strip() in article.text
    assert "rights reserved" not in article.text
    assert article.image == "https://acme.example/lead.jpg"


@pytest.mark.parametrize("html", [b"", b"<html></html>", b"\x00\xff", b"<" * 1000])
def test_a_page_without_an_article_is_one_sentence(html: bytes) -> None:
    with pytest.raises(FeedError):
        extract_article(html, "https://acme.example/")


def test_a_teaser_is_told_from_a_text() -> None:
    assert is_stub("Read on at our site")
    assert is_stub("word " * 100 + "…")
    assert not is_stub(SENTENCE * 4)

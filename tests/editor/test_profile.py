"""What an item is compared by is found in any text, however odd."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editor import join, tag
from tests.editor.news import NAMES, item

ODD = st.text(max_size=300) | st.sampled_from(
    [
        "",
        "$9e999bn",
        "1" * 200,
        "v1.2.3.4.5.6",
        "GPT-",
        "￥１２亿",
        "\u202e١٢٣",
        "【】（）",
        "27B 8B -1B",
    ]
)


@settings(max_examples=150, deadline=None)
@given(titles=st.lists(ODD, min_size=2, max_size=3), text=ODD, url=ODD)
def test_no_text_and_no_address_stops_the_filing(titles: list[str], text: str, url: str) -> None:
    items = [
        item(title, text=text, url=url, source=f"outlet-{place}", hours=place)
        for place, title in enumerate(titles)
    ]
    for one in items:
        tag(one, NAMES)
    placed = {each.item for each in join(items, [], NAMES)}
    assert placed == {one.id for one in items}

"""The extractive writer, through `write`."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language.names import Names, Rule
from bot.language.sentences import split_sentences
from bot.model import Item, Topic, TopicKind
from bot.writers.extractive import write
from bot.writers.grounding import check
from tests.writers.builders import (
    DEAL,
    DEAL_EN,
    DEAL_ZH,
    EN_TEXT,
    MORNING,
    NAMES,
    ZH_TEXT,
    item,
    story,
)


def test_a_story_is_told_from_the_item_in_the_readers_language() -> None:
    assert write(DEAL, "zh", NAMES).headline == "明水科技将以 12 亿美元收购北风芯片部门"
    assert write(DEAL, "en", NAMES).headline.startswith("Brightwater to buy")


def test_a_story_without_an_item_in_the_readers_language_is_told_as_it_is() -> None:
    told = write(story(DEAL_EN), "zh", NAMES)
    assert told.body.startswith("Brightwater will buy the chip unit")


def test_the_body_keeps_who_how_much_when_and_by_whom_reported() -> None:
    body = write(DEAL, "zh", NAMES).body
    for fact in ("《晨报》", "明水", "北风", "12 亿美元", "2026 年 6 月"):
        assert fact in body


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_body_is_whole_sentences_in_source_order(lang: str) -> None:
    body = write(DEAL, lang, NAMES).body
    source = {"zh": ZH_TEXT, "en": EN_TEXT}[lang]
    places = [source.find(sentence) for sentence in split_sentences(body)]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_calls_and_bylines_are_left_out(lang: str) -> None:
    body = write(DEAL, lang, NAMES).body
    for notice in ("公众号", "责任编辑", "newsletter", "appeared first"):
        assert notice not in body


def test_a_rumour_is_never_told_without_its_denial() -> None:
    text = (
        "市场传言称，明水科技拟以 8 亿美元入股北风，并获得 20% 的股份，双方正在洽谈细节，"
        "北风股价因此上涨近 9%，市值达到 61 亿美元，成交额约为 7 亿美元。"
        "分析师预计，若交易达成，明水科技今年的支出将增加 8 亿美元，负债率升至 45%。"
        "北风 2025 年的收入为 3.4 亿美元，同比增长 12%，亏损收窄至 2000 万美元。"
        "明水科技发言人否认了这一消息。"
    )
    body = write(story(item("传明水科技拟入股北风", text, lang="zh")), "zh", NAMES).body
    assert "否认" in body


def test_a_short_text_is_filled_up_from_another_item() -> None:
    short = item("Brightwater opens Oslo office", "Brightwater opened an office in Oslo.")
    more = item(
        "Brightwater in Norway",
        "Brightwater hired 40 people for Oslo. Rents there rose by 12 percent last year.",
        source="tech-post",
    )
    body = write(story(short, more), "en", NAMES).body
    assert "40 people" in body


def test_a_long_article_becomes_a_short_body() -> None:
    filler = "".join(
        f"第 {number} 位受访者谈到了自己对行业的不同看法和感受。" for number in range(300)
    )
    body = write(story(item(DEAL_ZH.title, ZH_TEXT + filler, lang="zh")), "zh", NAMES).body
    assert 60 <= len(body) <= 300
    assert "12 亿美元" in body


def test_a_summary_and_the_paragraph_that_says_it_again_are_told_once() -> None:
    twice = (
        "明水科技发布水獭 3 模型，价格下降 35%。\n"
        "明水科技近日正式发布了水獭 3 模型，价格相比上一代下降 35%。该模型将于 4 月在北欧开放。"
    )
    body = write(story(item("明水科技发布水獭 3 模型", twice, lang="zh")), "zh", NAMES).body
    assert body.count("35%") == 1
    assert "4 月" in body


def test_a_sentence_the_feed_cut_off_is_left_out() -> None:
    text = "Brightwater opened an office in Oslo with 40 people. The new office will be led by Mar…"
    body = write(story(item("Brightwater opens Oslo office", text)), "en", NAMES).body
    assert body == "Brightwater opened an office in Oslo with 40 people."


def test_an_endless_sentence_is_cut_at_a_clause() -> None:
    text = "Investors heard from Brightwater " + "that costs, wages and rents go on and on, " * 40
    body = write(story(item("Brightwater explains its plan", text)), "en", NAMES).body
    assert len(body) <= 561
    assert body.endswith(("on…", "costs…"))


def test_without_any_text_the_body_says_where_the_full_story_is() -> None:
    bare = story(item("Northwind cuts 10 percent of its staff"))
    told = write(bare, "en", NAMES, {"daily-wire": "The Daily Wire"})
    assert told.body == "The full story is at The Daily Wire."


def test_without_any_text_other_outlets_headlines_add_what_they_know() -> None:
    bare = story(
        item("Northwind cuts 10 percent of its staff"),
        item("About 800 people lose their jobs at the chip maker", source="tech-post"),
        item("Northwind cuts 10 percent of staff", source="copycat"),
    )
    body = write(bare, "en", NAMES).body
    assert "tech post: About 800 people" in body
    assert "copycat" not in body
    assert "full story" not in body


def test_an_item_without_a_title_is_called_by_its_first_sentence() -> None:
    told = write(story(item(" ", "Otter 3 is out. It costs 35 percent less.")), "en", NAMES)
    assert told.headline == "Otter 3 is out"


def test_a_foreign_headline_is_framed_in_the_readers_language() -> None:
    body = write(
        story(item("Northwind cuts staff")), "zh", NAMES, {"daily-wire": "Daily Wire"}
    ).body
    assert body == "全文见 Daily Wire（英文）。"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Brightwater buys Northwind - Tech News Daily", "Brightwater buys Northwind"),
        ("Brightwater buys Northwind | The Daily Wire", "Brightwater buys Northwind"),
        ("明水科技收购北风｜晨报快讯", "明水科技收购北风"),
        ("据晨报独家：明水科技收购北风", "明水科技收购北风"),
        ("重磅！明水科技收购北风！！！", "明水科技收购北风"),
        ("【独家】明水科技收购北风", "明水科技收购北风"),
        ("🔥 Brightwater buys **Northwind** 🚀", "Brightwater buys Northwind"),
        ("3. Brightwater buys Northwind…", "Brightwater buys Northwind"),
        ("01 明水科技收购北风", "明水科技收购北风"),
        ("BREAKING: Brightwater buys Northwind.", "Brightwater buys Northwind"),
        ("There was talk about [Otter](https://example.org/x):", "There was talk about Otter"),
        ("There was a wave of chatter around Otter 3 and rain", "Otter 3 and rain"),
        (
            "<b>Brightwater</b> &amp; Northwind sign a $2bn deal",
            "Brightwater & Northwind sign a $2bn deal",
        ),
        ("Northwind raised $30M, via @someone and @other_one.", "Northwind raised $30M"),
        ("Northwind cuts jobs, reported by @Post and echoed by @gull", "Northwind cuts jobs"),
        (
            "Otter 3 launched, API delayed (Brightwater, OtterDevs).",
            "Otter 3 launched, API delayed",
        ),
        ("Otter 3.1 vs. Otter 3.0 - a comparison", "Otter 3.1 vs. Otter 3.0 - a comparison"),
        ("1.5 million people use Otter", "1.5 million people use Otter"),
        ("!!!", "!!!"),
    ],
)
def test_a_headline_is_freed_of_outlets_and_shouting(title: str, headline: str) -> None:
    outlets = {"daily-wire": "The Daily Wire"}
    assert write(story(item(title)), "en", NAMES, outlets).headline == headline


def test_links_faces_and_handles_never_reach_a_body() -> None:
    text = (
        "Brightwater released Otter 3 (see https://example.org/otter?x=1). It cuts costs by 35%! "
        "🎉 Get it at example.com/otter today. Thanks to testers (@mara and @lind) for the report."
    )
    body = write(story(item("Brightwater releases Otter 3", text)), "en", NAMES).body
    assert "released Otter 3" in body
    for residue in ("http", "example", "@", "🎉"):
        assert residue not in body


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *ZH_TEXT.replace("。", "。|").split("|"),
                *EN_TEXT.replace(". ", ". |").split("|"),
                "- Northwind - ",
                "“北风”说",
                "40 亿",
                "$3",
                "\n",
                "3.5",
                "@x ",
                "**",
                "example.com ",
                "10 到 ",
                "Mr. ",
                "《水獭》",
                "](",
                "<b",
                ">",
                "@@abc ",
                "www.",
                "http",
                "【快讯】",
                "1. ",
            ]
        ),
        st.text(max_size=30),
    ),
    max_size=12,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    title=PIECES,
    text=PIECES,
    lang=st.sampled_from(["zh", "en"]),
    reader=st.sampled_from(["zh", "en"]),
)
def test_whatever_came_in_the_text_is_grounded_and_never_empty(
    title: str, text: str, lang: str, reader: str
) -> None:
    wild = story(item(title or "?", text, lang=lang))
    told = write(wild, reader, NAMES)
    assert told.body.strip()
    assert len(told.body) < 800
    assert check(told, wild, NAMES) == []


def test_a_newsroom_heads_the_story_rather_than_a_forum() -> None:
    forum = Item(
        "f",
        "board",
        "f",
        "https://www.reddit.com/r/otters/1",
        "Brightwater just dropped Otter 3!!! Here's the data.",
        "",
        "en",
        MORNING,
    )
    press = item("Brightwater releases Otter 3 for hospitals", source="wire")
    assert write(story(forum, press), "en", NAMES).headline == press.title


def test_the_event_heads_the_story_and_not_an_outlets_later_word_on_an_aspect() -> None:
    first = item("明水科技发布水獭 3 模型", ZH_TEXT, lang="zh", source="chenbao")
    later = Item(
        "later",
        "chenbao",
        "later",
        "https://example.org/later",
        "明水客户端接入水獭 3，优化浏览器控制并新增 2 种模式",
        ZH_TEXT + "客户端可控制 400 个窗口，速度提升 1.5 倍。",
        "zh",
        MORNING + timedelta(hours=5),
    )
    abroad = item("Brightwater releases Otter 3")
    assert write(story(first, later, abroad), "zh", NAMES).headline == first.title


def test_a_title_that_only_names_a_thing_gives_way_to_the_sentence_that_tells() -> None:
    label = item(
        "明水科技近期动作频频", "近日，明水科技开源了水獭的训练代码。代码共 3 万行。", lang="zh"
    )
    assert write(story(label), "zh", NAMES).headline == "明水科技开源了水獭的训练代码"


def test_a_title_that_its_feed_broke_off_is_told_to_the_end_of_a_clause() -> None:
    whole = (
        "Brightwater and Northwind announced a partnership on harbour pilots, "
        "framed as careful and quiet by those who wrote the announcement."
    )
    told = write(story(item(whole[:104], whole)), "en", NAMES)
    assert told.headline == "Brightwater and Northwind announced a partnership on harbour pilots"


def test_a_forum_digests_talk_about_the_post_is_left_out() -> None:
    text = (
        "The image shows a chart of Otter scores. Brightwater cut the price of Otter by 35 percent "
        "on Monday. One commenter highlights that otters are cheap."
    )
    body = write(story(item("Brightwater cuts Otter prices", text)), "en", NAMES).body
    assert body == "Brightwater cut the price of Otter by 35 percent on Monday."


def test_a_list_of_reasons_is_told_whole() -> None:
    text = (
        "明水科技公布了水獭变慢的三个原因：一是缓存设置有误。二是提示过长。三是默认档位被下调。"
        "明水科技已退还用户 200 万美元。"
    )
    body = write(story(item("明水科技承认水獭变慢并退款", text, lang="zh")), "zh", NAMES).body
    assert "一是缓存设置有误。二是提示过长。三是默认档位被下调。" in body


def test_gaps_that_emphasis_left_in_chinese_are_closed() -> None:
    text = "明水科技为用户提供为期 **一周** 的免费试用，每天可用 **40 次**。"
    body = write(story(item("明水科技开放试用", text, lang="zh")), "zh", NAMES).body
    assert "为期一周的免费试用" in body


def test_what_other_outlets_confirm_is_told_rather_than_what_one_forum_says() -> None:
    def post(number: int, text: str) -> Item:
        url = f"https://www.reddit.com/r/otters/{number}"
        return Item(str(number), "board", str(number), url, f"Otter {number}", text, "en", MORNING)

    rumour = post(1, "Brightwater trained Otter 3 on 9 old radios. Otter 3 costs $77 a month.")
    report = post(
        2, "Brightwater released Otter 3 with 40 billion parameters. It costs $12 a month."
    )
    zh = item("明水科技发布水獭 3", "水獭 3 有 400 亿参数，每月 12 美元。", lang="zh")
    body = write(story(rumour, report, zh), "en", NAMES).body
    assert "40 billion" in body


def test_a_title_broken_off_between_words_is_told_whole() -> None:
    text = (
        "Brightwater raised the limit of Otter 3 for readers of long novels to 10,000! It was 500."
    )
    told = write(
        story(item("Brightwater raised the limit of Otter 3 for readers of…", text)), "en", NAMES
    )
    assert told.headline.endswith("to 10,000")


def test_flourishes_and_faces_are_left_out() -> None:
    text = "水獭 3 的用量是上一代的三倍 (o´ω'o)ﾉ。用户留存从 10% 降到 1%(doge)。江湖风云又起。"
    body = write(
        story(item("明水科技水獭 3 模型遇冷，用户流失", text, lang="zh")), "zh", NAMES
    ).body
    assert body == "水獭 3 的用量是上一代的三倍。用户留存从 10% 降到 1%。"


def test_talk_about_a_post_is_no_body_even_where_there_is_no_other() -> None:
    text = "There was also a stream of commentary around Otter 3 and rain at Brightwater."
    told = write(
        story(item("There was also a stream of commentary around Otter 3:", text)), "en", NAMES
    )
    assert "stream of commentary" not in f"{told.headline} {told.body}"


def _body(title: str, text: str, lang: str = "en") -> str:
    return write(story(item(title, text, lang=lang)), lang, NAMES).body


def test_a_first_sentence_that_repeats_the_headline_gives_way_to_what_goes_on() -> None:
    text = (
        "明水科技近日正式发布了水獭 3 模型。水獭 3 总参数 2950 亿，激活 210 亿，上下文 25.6 万。"
        "明水科技把输入价格定为每百万 token 5 美元。"
    )
    assert _body("明水科技发布水獭 3 模型", text, "zh").startswith("水獭 3 总参数")


def test_a_digest_that_tells_a_thing_in_short_and_then_in_full_is_told_once() -> None:
    text = (
        "明水科技开源了货运模型 Otter Cargo。模型可以排班，也可以报关。"
        "明水科技团队正式发布货运模型 Otter Cargo，其权重可以下载。"
        "该模型有 80 亿参数，在 12 个港口试用，报关用时缩短 40%。"
    )
    body = _body("明水科技开源货运模型", text, "zh")
    assert body.count("Otter Cargo") == 1
    assert "缩短 40%" in body


def test_a_pronoun_is_never_told_without_what_it_means() -> None:
    text = (
        "明水科技发布水獭 3 与 Heron 两款模型。公司还更新了图书馆的阅览时间表。"
        "其中 Heron 面向仓库。在延续旧版设置下，其峰值速度达到初代的 1.3 倍，占用降低 4 倍。"
    )
    body = _body("明水科技发布水獭 3 与 Heron", text, "zh")
    assert "1.3 倍" not in body or "其中 Heron" in body


def test_an_answer_is_not_told_without_its_question() -> None:
    text = (
        "Brightwater released Otter 3 on Monday. The whole idea? "
        "To help 900 harbours plan their winters."
    )
    assert "To help" not in _body("Brightwater releases Otter 3", text)


def test_a_bare_sum_is_told_with_what_it_is_the_price_of() -> None:
    text = (
        "明水科技发布水獭 3。水獭 3 的定价为每百万 token 输入 5 美元、输出 30 美元。"
        "专业版为输入 60 美元、输出 180 美元。"
    )
    body = _body("明水科技发布水獭 3 模型", text, "zh")
    assert "180 美元" not in body or "定价" in body


def test_praise_gives_way_to_facts() -> None:
    praise = "水獭 3 性能卓越，旨在赋能千行百业，引领行业迈向新时代，体验惊艳。"
    fact = "水獭 3 支持 40 种语言，每月 12 美元，比上一代便宜 35%。"
    filler = "明水科技表示，" + "水獭 3 将在北方各港口逐步开放，" * 8 + "首批用户名单已经公布。"
    body = _body("明水科技上线水獭 3", praise + fact + filler, "zh")
    assert "便宜 35%" in body
    assert "赋能" not in body


def test_a_sum_that_another_item_gives_is_added() -> None:
    release = item("Brightwater releases Otter 3", "Brightwater released Otter 3.")
    price = item(
        "Otter 3 is out",
        "Rain fell. Otter 3 costs $12 per million tokens, twice as much as Otter 2.",
        source="tech-post",
    )
    assert "$12 per million" in write(story(release, price), "en", NAMES).body


def test_a_guess_of_a_forum_is_not_told_while_it_has_facts() -> None:
    post = Item(
        "1", "board", "1", "https://www.reddit.com/r/otters/1", "Otter 3 is out",
        "Brightwater released Otter 3 with 40 billion parameters. "
        "Otter 3 answers in 40 languages and runs on phones. "
        "Otter 3 is projected to cost between $1 and $2, and could end all other otters.",
        "en", MORNING,
    )  # fmt: skip
    body = write(story(post), "en", NAMES).body
    assert "40 languages" in body
    assert "projected" not in body


def test_what_a_title_goes_on_to_say_is_told_in_the_body() -> None:
    title = "Northwind accuses Brightwater of copying its charts. Brightwater says no one did."
    bare = story(item(title))
    told = write(bare, "en", NAMES, {"daily-wire": "Daily Wire"})
    assert told.body == "Brightwater says no one did. The full story is at Daily Wire."


def test_a_short_body_is_followed_by_what_another_headline_adds() -> None:
    line = "Brightwater raised $30M at a $500M valuation, while keeping its own wiki on sails."
    told = write(
        story(
            item(line, line, source="digest"),
            item("Brightwater hits $500M as sailors want to draw charts", source="tech-post"),
        ),
        "en",
        NAMES,
    )
    assert told.headline == "Brightwater raised $30M at a $500M valuation"
    assert told.body.endswith("tech post: Brightwater hits $500M as sailors want to draw charts.")


def test_accounts_that_shared_a_thing_are_no_part_of_the_text() -> None:
    text = (
        "Brightwater and Northwind announced a partnership on pilots, framed as careful by "
        "@brightwater, @maralind. Brightwater opened 40 docks, shared by @one and echoed by @two. "
        "Otter 3 runs on phones (Brightwater, mara, lind)."
    )
    body = _body("Brightwater and Northwind partner on pilots", text)
    for account in ("maralind", "echoed", "lind)", "@"):
        assert account not in body
    assert "framed as careful." in body


def test_where_a_thing_can_be_fetched_is_no_part_of_its_headline() -> None:
    told = write(story(item("Brightwater released Otter 3 for ships on Hugging Face")), "en", NAMES)
    assert told.headline == "Brightwater released Otter 3 for ships"
    told = write(story(item("明水科技在 GitHub 开源货运调度模型", lang="zh")), "zh", NAMES)
    assert told.headline == "明水科技开源货运调度模型"


def test_a_slogan_gives_way_to_a_sentence_that_says_what_happened() -> None:
    text = "Brightwater released Otter 3 for small ships on Monday. It costs $12."
    told = write(story(item("Otter 3: a new frontier for small ships", text)), "en", NAMES)
    assert told.headline == "Brightwater released Otter 3 for small ships on Monday"


def test_plain_news_of_another_language_is_headed_in_the_readers_own() -> None:
    told = write(
        story(item("Brightwater reportedly plans to invest up to $4B in Northwind, in cash")),
        "zh",
        NAMES,
        {"daily-wire": "Daily Wire"},
    )
    assert told.headline == "据报道，Brightwater 拟向 Northwind 投资至多 40 亿美元"
    assert told.body == "全文见 Daily Wire（英文）。"


def test_a_label_gives_way_to_what_another_language_plainly_says() -> None:
    label = item("Otter 3 preview")
    news = item("明水发布并开源 Otter 3 模型", "明水科技开源水獭 3。", lang="zh", source="chenbao")
    both = story(label, news)
    told = write(both, "en", NAMES)
    assert told.headline == "Brightwater releases and open-sources Otter 3"
    assert told.body == "The full story is at daily wire and chenbao (in Chinese)."
    assert check(told, both, NAMES) == []


def test_a_call_to_readers_is_no_part_of_a_headline() -> None:
    for call in ("Okay, check this out: ", "Get ready, folks, because ", "Wow! "):
        told = write(story(item(f"{call}Brightwater bought 40 docks in Oslo")), "en", NAMES)
        assert told.headline == "Brightwater bought 40 docks in Oslo"


def test_a_headline_that_was_broken_off_ends_with_a_word_that_says_something() -> None:
    text = "Brightwater crushed its rivals in the June sale with its" + " big loud buoy" * 9
    told = write(
        story(item("Brightwater crushed its rivals in the June sale with its…", text)), "en", NAMES
    )
    assert told.headline == "Brightwater crushed its rivals in the June sale"


def test_a_title_that_tells_an_event_is_kept_whatever_follows() -> None:
    text = "以前问路只能靠港口的老人。明水科技推出的水獭 3 可以回答 40 种问题。"
    told = write(story(item("明水科技推出水獭 3：会说话的浮标来了", text, lang="zh")), "zh", NAMES)
    assert told.headline == "明水科技推出水獭 3：会说话的浮标来了"


def test_the_figures_of_a_repository_are_no_news() -> None:
    text = "[GitHub Repo] | Otter, a model | Stars: 540 | Topics: otters. Otter 3 has 40 rivers."
    assert "Stars" not in _body("Brightwater opens Otter 3 to all", text)


def test_a_makers_motto_gives_way_to_a_sentence_that_says_who_did_what() -> None:
    names = Names(
        (Topic("Brightwater", TopicKind.COMPANY),),
        rules={"Brightwater": Rule(hosts=("brightwater.example",))},
    )
    page = Item(
        "1", "brightwater", "1", "https://brightwater.example/news", "Telling reefs from noise",
        "Brightwater publishes charts in which 40 reefs stand out from noise. They cost $3.",
        "en", MORNING,
    )  # fmt: skip
    told = write(story(page), "en", names)
    assert told.headline.startswith("Brightwater publishes charts")

"""Words that a translation may use for what the source says in the other language.

Data for `grounding`: each Latin word with the Chinese that licenses it. Places
and weekdays come from the CLDR by way of Babel; a word that says nothing
checkable (AI, API) needs no licence.
"""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

# Said of nearly everything in this field, so no fact hangs on them.
FREE = frozenset(
    ("ai", "agi", "api", "app", "apps", "cpu", "gpu", "gpus", "i", "it", "llm", "llms", "ml", "pc")
)
# Words that open sentences and clauses: a capital makes no name of them.
PLAIN_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a about according after all also although among an and another any as at because before"
        " both but by despite during each even every few finally first following for from further"
        " given having he her here his how however if in initially instead it its last later like"
        " many meanwhile more most much nearly new next no none not now of on once one only or"
        " other others our over per previously rather second separately several she since so some"
        " still such than that the their then there these they third this those though through to"
        " today together two under unlike until up we what when where whether which while who why"
        " with within without yet you your",
    )
)
_WORDS = {
    "ceo": ("首席执行官", "总裁", "掌门"),
    "cto": ("首席技术官",),
    "cfo": ("首席财务官",),
    "coo": ("首席运营官",),
    "ipo": ("上市", "招股", "公开募股"),
    "us": ("美国", "美方", "美股"),
    "u.s": ("美国", "美方", "美股"),
    "american": ("美国", "美方"),
    "uk": ("英国",),
    "british": ("英国",),
    "eu": ("欧盟",),
    "european": ("欧洲", "欧盟"),
    "chinese": ("中国", "中文", "国产", "国内", "我国"),
    "japanese": ("日本", "日语", "日文"),
    "korean": ("韩国", "韩语"),
    "german": ("德国", "德语"),
    "french": ("法国", "法语"),
    "indian": ("印度",),
    "israeli": ("以色列",),
    "canadian": ("加拿大",),
    "russian": ("俄罗斯", "俄语"),
    "europe": ("欧洲",),
    "asia": ("亚洲",),
    "asian": ("亚洲",),
    "africa": ("非洲",),
    "beijing": ("北京",),
    "shanghai": ("上海",),
    "shenzhen": ("深圳",),
    "hangzhou": ("杭州",),
    "guangzhou": ("广州",),
    "taipei": ("台北",),
    "tokyo": ("东京",),
    "seoul": ("首尔",),
    "london": ("伦敦",),
    "paris": ("巴黎",),
    "berlin": ("柏林",),
    "munich": ("慕尼黑",),
    "brussels": ("布鲁塞尔",),
    "washington": ("华盛顿", "白宫"),
    "california": ("加州", "加利福尼亚"),
    "san": ("旧金山", "圣"),
    "francisco": ("旧金山",),
    "york": ("纽约",),
    "silicon": ("硅谷",),
    "valley": ("硅谷",),
    "wall": ("华尔街",),
    "street": ("华尔街",),
    "congress": ("国会",),
    "senate": ("参议院",),
    "pentagon": ("五角大楼",),
    "nasdaq": ("纳斯达克",),
    "hong": ("香港", "港股", "港交所"),
    "kong": ("香港", "港股", "港交所"),
}
_WEEKDAYS = ("周", "星期", "礼拜")


@cache
def chinese_for(word: str) -> tuple[str, ...]:
    """Return the Chinese expressions that license the Latin `word` (lower case)."""
    return (*_WORDS.get(word, ()), *_places().get(word, ()), *_weekdays().get(word, ()))


@cache
def _places() -> dict[str, tuple[str, ...]]:
    """Return country names: each word of the English one with the Chinese one."""
    english, chinese = Locale("en").territories, Locale("zh").territories
    places: dict[str, tuple[str, ...]] = {}
    for code, name in english.items():
        if not code.isalpha() or code not in chinese:
            continue
        for word in name.casefold().split():
            places[word] = (*places.get(word, ()), chinese[code])
    return places


@cache
def _weekdays() -> dict[str, tuple[str, ...]]:
    """Return the English weekdays with what Chinese calls them: 周三, 星期三."""
    english = Locale("en").days["format"]["wide"]
    return {
        name.casefold(): tuple(f"{word}{'一二三四五六日'[number]}" for word in _WEEKDAYS)
        for number, name in english.items()
    }

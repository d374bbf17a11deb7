"""Headlines that say one of the few plain things, said in the other language.

A release, a purchase, an investment, a round: who, whom, what and how much, by
names and sums alone, so that nothing has to be understood to be said again. A
headline that says anything else, or doubts it, is left alone. The editor asks
how much readers get from a story, the writers head it with this where no item
in their language says what happened. Pure; names come in.
"""

from __future__ import annotations

import re

from bot.language.amounts import MONEY_UNITS, find_amounts
from bot.language.fold import detect_lang
from bot.language.names import Names

_DOUBT = re.compile(
    r"\b(?:not|no|never|den(?:y|ies|ied)|reject\w*|fail\w*|refus\w+|halt\w*|delay\w*|cancel\w*"
    r"|after|talks?|rumou?r\w*|why|how|could|may|might)\b|[?？]|n['’]t\b"
    r"|不|未|否认|拒绝|取消|推迟|暂停|失败|终止|谈判|洽谈|传闻|疑似|或将|可能",
    re.IGNORECASE,
)
_NAME = r"[A-Z][\w.&-]*(?: [A-Z][\w.&-]*){0,2}"
_SUM = r"(?:US)?[$€£]\s?\d[\d.,]*\d?\s?(?:[Bb]illion|[Mm]illion|[Tt]rillion|bn|B|M|T)\b"
_THING = r"(?!v?\d)[A-Z][\w.+-]*(?: (?:[A-Z0-9][\w.+-]*|preview|mini|nano))*"
_LATIN = r"(?!v?\d)[A-Za-z][A-Za-z0-9.+-]*(?: [A-Za-z0-9.+-]*[A-Za-z0-9])*"
_ZH_NAME = r"[^，。：；！\d]{2,14}?"
_ZH_SUM = r"\d[\d.,]* ?(?:万亿|亿|千万|百万|万) ?(?:美元|美金|欧元|英镑|人民币|元)"
_MODEL = r"(?: ?(?:系列|开源|预览版|多模态|语言|语音|视频|图像|推理|旗舰|大)*模型(?:系列)?)?"
_PLANS = r"(?P<plans>(?:plans|agrees|agreed|aims|intends|is set) to |will |to )?"

# What is told, in which words, from the beginning of a headline.
_EN = (
    (
        "invest",
        rf"(?P<who>{_NAME}) (?P<said>reportedly )?{_PLANS}invest(?:s|ed)? (?P<most>up to )?"
        rf"(?P<sum>{_SUM}) in(?:to)? (?P<whom>{_NAME})(?![\w’'])",
    ),
    (
        "buy",
        rf"(?P<who>{_NAME}) (?P<said>reportedly )?(?:has )?{_PLANS}(?:acquire[sd]?|buys?|bought) "
        rf"(?P<what>{_NAME})(?: for (?P<sum>{_SUM}))?(?=$|[,;])",
    ),
    (
        "raise",
        rf"(?P<who>{_NAME}) (?:has )?(?:raises|raised|secures|secured) (?P<sum>{_SUM})"
        rf"(?:(?: \w+)? at an? (?P<value>{_SUM}) valuation)?(?=$|[,;]| to | from | led )",
    ),
    (
        "value",
        rf"(?P<who>{_NAME}) (?:hits|reaches) (?P<value>{_SUM}) valuation(?=$|[,;]| as )",
    ),
    (
        "open",
        rf"(?P<who>{_NAME}) (?:has |officially )?open-?source[sd] (?P<what>{_THING})"
        r"(?=$|[,;:]| (?:with|under|for)\b)",
    ),
    (
        "release",
        rf"(?P<who>{_NAME}) (?:has |officially )?(?:release|launche?|unveil|introduce)(?:s|d|ed) "
        rf"(?P<what>{_THING})(?=$|[,;:]| (?:with|in|for|under)\b)",
    ),
)
_ZH = (
    (
        "invest",
        rf"(?P<said>传|消息称|据报道|据悉)?[，：]?(?P<who>{_ZH_NAME}) ?(?:宣布)?"
        rf"(?P<plans>计划|拟|将|同意)?向 ?(?P<whom>{_ZH_NAME}) ?(?:追加)?投资"
        rf"(?P<most>最高|至多|最多|高达)? ?(?P<sum>{_ZH_SUM})(?=$|[，；])",
    ),
    (
        "buy",
        rf"(?P<said>传|消息称|据报道|据悉)?[，：]?(?P<who>{_ZH_NAME}) ?(?:宣布|正式|已|完成)*"
        rf"(?P<plans>计划|拟|将|同意)?(?:以 ?(?P<sum>{_ZH_SUM}) ?)?收购了? ?(?P<what>{_LATIN})"
        r"(?=$|[，；])",
    ),
    (
        "raise",
        rf"(?P<who>{_ZH_NAME}) ?(?:宣布|已)*(?:完成|获得?) ?(?P<sum>{_ZH_SUM}) ?(?:\w 轮)?融资"
        rf"(?:，(?:投后)?估值(?:达|为|约)?到? ?(?P<value>{_ZH_SUM}))?(?=$|[，；])",
    ),
    (
        "release and open",
        rf"(?P<who>{_ZH_NAME}) ?(?:宣布|正式)*(?:发布并开源|开源并发布)了? ?(?P<what>{_LATIN})"
        rf"{_MODEL}(?=$|[，；：])",
    ),
    (
        "open",
        rf"(?P<who>{_ZH_NAME}) ?(?:宣布|正式)*开源了? ?(?P<what>{_LATIN}){_MODEL}(?=$|[，；：])",
    ),
    (
        "release",
        rf"(?P<who>{_ZH_NAME}) ?(?:宣布|正式)*(?:发布|推出)了? ?(?P<what>{_LATIN}){_MODEL}"
        r"(?=$|[，；：])",
    ),
)
_PATTERNS = {
    lang: tuple((kind, re.compile(pattern)) for kind, pattern in patterns)
    for lang, patterns in (("en", _EN), ("zh", _ZH))
}
# How it is said: the words for parts that the headline leaves out are left out.
_WORDS = {
    "zh": {
        "invest": "{said}{who}{plans}向{whom}投资{most}{sum}",
        "buy": "{said}{who}{plans}{for}收购{what}",
        "raise": "{who}融资{sum}{at}",
        "value": "{who}估值达{value}",
        "open": "{who}开源{what}",
        "release": "{who}发布{what}",
        "release and open": "{who}发布并开源{what}",
    },
    "en": {
        "invest": "{who}{said} {plans} {most}{sum} in {whom}",
        "buy": "{who}{said} {plans} {what}{for}",
        "raise": "{who} raises {sum}{at}",
        "value": "{who} reaches a {value} valuation",
        "open": "{who} open-sources {what}",
        "release": "{who} releases {what}",
        "release and open": "{who} releases and open-sources {what}",
    },
}
_OPTIONAL = {
    "zh": {"said": "据报道，", "most": "至多", "for": "以{sum}", "at": "，估值{value}"},
    "en": {
        "said": " reportedly",
        "most": "up to ",
        "for": " for {sum}",
        "at": " at a {value} valuation",
    },
}
_PLANNED = {
    "zh": {"invest": ("", "拟"), "buy": ("", "拟")},
    "en": {"invest": ("invests", "plans to invest"), "buy": ("acquires", "plans to acquire")},
}
_CURRENCIES = {
    "zh": {"USD": "美元", "EUR": "欧元", "GBP": "英镑", "CNY": "元"},
    "en": {"USD": "$", "EUR": "€", "GBP": "£", "CNY": "CN¥"},
}
_SCALES = {
    "zh": ((1e12, " 万亿"), (1e8, " 亿"), (1e4, " 万"), (1, "")),
    "en": ((1e12, " trillion"), (1e9, " billion"), (1e6, " million"), (1, "")),
}
_SEAM = re.compile(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u4e00-\u9fff])")
_SPACES = re.compile(r" {2,}")


def tell_plainly(title: str, lang: str, names: Names) -> str | None:
    """Return in `lang` what `title`, in another language, says; None if it is not that plain.

    Who did it must be a known name, and who got the money, too.
    """
    told_in = detect_lang(title)
    if {told_in, lang} != {"zh", "en"} or _DOUBT.search(title):
        return None
    for kind, pattern in _PATTERNS[told_in]:
        match = pattern.match(title)
        parts = _parts(match, lang, names) if match else None
        if parts is not None:
            return _say(kind, parts, lang)
    return None


def _parts(match: re.Match[str], lang: str, names: Names) -> dict[str, str] | None:
    """Return what the pattern found, names and sums as readers of `lang` write them."""
    parts = {key: found.strip() for key, found in match.groupdict().items() if found}
    known = {key: _named(parts[key], lang, names) for key in ("who", "whom") if key in parts}
    sums = {key: _money(parts[key], lang) for key in ("sum", "value") if key in parts}
    if None in known.values() or None in sums.values():
        return None
    return parts | {key: told for key, told in (known | sums).items() if told}


def _named(text: str, lang: str, names: Names) -> str | None:
    """Return how readers call whom `text` names from end to end; None if it names nobody."""
    mentions = names.find(text)
    left = text
    for mention in mentions:
        left = left.replace(mention.alias, "", 1)
    if not mentions or left.strip():
        return None
    return " ".join(dict.fromkeys(names.display(mention.name, lang) for mention in mentions))


def _money(text: str, lang: str) -> str | None:
    amount = next((each for each in find_amounts(text) if each.unit in MONEY_UNITS), None)
    currency = _CURRENCIES[lang].get(amount.unit) if amount else None
    if amount is None or currency is None:
        return None
    least, scale = next(each for each in _SCALES[lang] if amount.value >= each[0])
    number = f"{amount.value / least:.6g}{scale}"
    return f"{number}{currency}" if lang == "zh" else f"{currency}{number}"


def _say(kind: str, parts: dict[str, str], lang: str) -> str:
    told_by = {"for": "sum", "at": "value"}
    filled = {
        key: words.format(**parts) if told_by.get(key, key) in parts else ""
        for key, words in _OPTIONAL[lang].items()
        if told_by.get(key, key) in parts or key not in parts
    }
    plain, planned = _PLANNED[lang].get(kind, ("", ""))
    filled["plans"] = planned if "plans" in parts else plain
    told = _WORDS[lang][kind].format(**(parts | filled))
    return _SPACES.sub(" ", _SEAM.sub(" ", told)) if lang == "zh" else told

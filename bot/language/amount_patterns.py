"""How numbers are written in Chinese and English: scales, currencies, months, patterns.

Data for `amounts` alone. Each pattern's inner groups begin with its own name,
so that all of them stand in one expression, tried in the order written.
"""

from __future__ import annotations

import re

SCALES = {
    "万亿": 1e12,
    "萬億": 1e12,
    "千亿": 1e11,
    "百亿": 1e10,
    "十亿": 1e9,
    "亿": 1e8,
    "億": 1e8,
    "千万": 1e7,
    "百万": 1e6,
    "十万": 1e5,
    "万": 1e4,
    "萬": 1e4,
    "千": 1e3,
    "trillion": 1e12,
    "billion": 1e9,
    "million": 1e6,
    "thousand": 1e3,
    "crore": 1e7,
    "lakh": 1e5,
    "trn": 1e12,
    "tn": 1e12,
    "bn": 1e9,
    "mln": 1e6,
    "mn": 1e6,
    "t": 1e12,
    "b": 1e9,
    "m": 1e6,
    "k": 1e3,
}
CURRENCIES = {
    "us$": "USD",
    "$": "USD",
    "usd": "USD",
    "美元": "USD",
    "美金": "USD",
    "dollar": "USD",
    "¥": "CNY",
    "￥": "CNY",
    "cny": "CNY",
    "rmb": "CNY",
    "人民币": "CNY",
    "元": "CNY",
    "块钱": "CNY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "€": "EUR",
    "eur": "EUR",
    "euro": "EUR",
    "欧元": "EUR",
    "歐元": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "pound": "GBP",
    "英镑": "GBP",
    "jpy": "JPY",
    "yen": "JPY",
    "日元": "JPY",
    "日圆": "JPY",
    "₩": "KRW",
    "krw": "KRW",
    "won": "KRW",
    "韩元": "KRW",
    "₹": "INR",
    "inr": "INR",
    "rupee": "INR",
    "卢比": "INR",
    "hk$": "HKD",
    "hkd": "HKD",
    "港元": "HKD",
    "港币": "HKD",
    "nt$": "TWD",
    "新台币": "TWD",
    "a$": "AUD",
    "c$": "CAD",
    "s$": "SGD",
}
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HAN_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
    "兩": 2,
}
HAN_TENS = {"十": 10, "百": 100, "千": 1000}
_FIRST_WORDS = (
    *("zero", "one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
NUMBER_WORDS = {word: value for value, word in enumerate(_FIRST_WORDS)} | {
    "a": 1,
    "half a": 0.5,
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "hundred": 100,
}

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = (
    r"(?:万亿|萬億|千亿|百亿|十亿|亿|億|千万|百万|十万|万|萬|千(?![克米瓦问問字卡赫])"
    r"|(?i:trillion|billion|million|thousand|crore|lakh|trn|tn|bn|mln|mn)(?![A-Za-z])"
    r"|[KkMBT](?![A-Za-z0-9]))"
)
_SUFFIX = (
    r"(?:美元|美金|元?人民币|元(?![宝寶素旦老件组年首气学始代宇认])|块钱|欧元|歐元|英镑|日元|日圆"
    r"|韩元|卢比|港元|港币|新台币"
    r"|(?i:(?:u\.?s\.? )?dollars?|usd|yuan|rmb|renminbi|cny|euros?|eur|gbp|pounds?(?! of)"
    r"|yen|jpy|krw|rupees?|inr|hkd)(?![A-Za-z]))"
)
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)(?![A-Za-z])\.?"
)
_ORDINAL = r"(?:st|nd|rd|th)?"
_NAME_WORD = (
    r"(?!(?:In|On|At|By|The|Top|About|Over|Nearly|Under|Up|To|From|Since|After|Before|Of|For|And"
    r"|Some|Around|Only|Just|All|Its|These|Those|Their|Our|How|Why|More|Than|Least|Most|No|If|With"
    r"|When|Between|Another|As|US|UK|EU)\s)"
    r"(?:[A-Z][A-Za-z]{0,30}|[a-z]{1,12}[A-Z][A-Za-z]{0,30})(?![A-Za-z])"
)
# A whole number after a name is a version only when nothing counted follows it.
_NOT_COUNTED = (
    rf"(?![\d,.:]*\d)(?!\s?(?:[a-z%％‰$€£¥亿億万萬千百元美个個款家名位项種种次年月日号天周倍人台块条岁"
    rf"小分秒多余余美到至～~]|{_SCALE}))"
)

_PATTERNS = {
    "link": r"(?:https?://|www\.)[^\s，。；、）)】」]+",
    "iso": r"(?<![\d.])(?P<iso_y>(?:19|20)\d\d)(?P<iso_sep>[-/.])(?P<iso_m>\d{1,2})"
    r"(?P=iso_sep)(?P<iso_d>\d{1,2})(?![\d.]*\d)",
    "han_date": r"(?:(?P<han_y>(?:19|20)\d\d)\s*年\s*)?(?<!\d)(?P<han_m>\d{1,2})\s*月"
    r"(?:\s*(?P<han_d>\d{1,2})\s*[日号號])?|(?<!\d)(?P<han_year>(?:19|20)\d\d)\s*年(?![前来來])",
    "month_first": rf"(?<![A-Za-z])(?P<mf_m>{_MONTH})\s+(?:(?P<mf_d>\d{{1,2}}){_ORDINAL}"
    r"(?![\d,.]*\d|[A-Za-z])(?!\s(?:million|billion|percent))(?:,?\s+(?P<mf_y>(?:19|20)\d\d)(?!\d))?"
    r"|(?P<mf_year>(?:19|20)\d\d)(?!\d))",
    "day_first": rf"(?<![\d.])(?P<df_d>\d{{1,2}}){_ORDINAL}\s+(?:of\s+)?(?P<df_m>{_MONTH})"
    r"(?:,?\s+(?P<df_y>(?:19|20)\d\d)(?!\d))?",
    "clock": r"(?<![\d:])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])",
    "money": r"(?<![A-Za-z$])(?P<money_sign>(?i:US\$|HK\$|NT\$|[ACS]\$|USD|CNY|RMB|EUR|GBP|JPY)"
    rf"|[$¥￥€£₩₹])\s?(?P<money_n>{_NUMBER})\+?(?:\s?[多余])?"
    rf"(?:[\s-]?(?P<money_scale>{_SCALE}|[mbtk](?![A-Za-z0-9])))?(?P<money_suffix>\s?{_SUFFIX})?",
    "percent": rf"(?P<percent_n>{_NUMBER})[\s-]?(?:%|％|个百分点"
    r"|(?i:percent|per cent|pct|percentage points?)(?![A-Za-z]))"
    rf"|百分之(?P<percent_tail>{_NUMBER})"
    r"|(?P<tenths>[一二三四五六七八九])成(?=[的以左，。、至到半]|$)",
    "name": r"(?<![A-Za-z0-9])(?:(?=[A-Za-z]{1,30}(?:[-_.][A-Za-z]{1,30}){0,4}[-_.]?\d)"
    rf"[A-Za-z]+(?:[-_.]?[A-Za-z0-9]++)*+|{_NAME_WORD}\s(?:\d+(?:\.\d+)+(?!\s?(?:%|％"
    rf"|{_SCALE}|{_SUFFIX}))|\d{{1,4}}{_NOT_COUNTED}))",
    "dotted": r"\d+(?:\.\d+){2,}",
    "number": rf"(?P<number_n>{_NUMBER})(?:(?P<times>\s?倍|[x×](?![A-Za-z0-9])|-fold\b)"
    rf"|\+?(?:\s?[多余])?(?:[\s-]?(?P<number_scale>{_SCALE}))?[多余]?(?:\s?(?P<number_unit>{_SUFFIX}))?"
    r"(?P<won>(?<=illion) won(?![A-Za-z]))?)",
    "han_number": r"(?<![数數几幾零〇一二两兩三四五六七八九十百千])"
    r"(?P<han_n>[零〇一二两兩三四五六七八九十百千]{1,9})(?P<han_scale>万亿|萬億|亿|億|万|萬)"
    rf"(?:\s?(?P<han_unit>{_SUFFIX}))?",
    "word_number": r"(?i:\b(?P<word_n>half a|one|two|three|four|five|six|seven|eight|nine|ten"
    r"|eleven|twelve|twenty|thirty|forty|fifty|hundred|a)[\s-](?P<word_scale>million|billion|trillion)\b)"
    rf"(?:\s(?P<word_unit>{_SUFFIX}))?",
}
ANY_AMOUNT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS.items()))

"""How a title reads as a headline, and how a long one becomes shorter.

The editor calls stories by titles, the writers choose the one a slot is told
under; both ask here what speaks against a title. Pure functions on cleaned or
raw titles; no names are known here.
"""

from __future__ import annotations

import re

# Widths: a Chinese character counts twice. Shorter titles only name a thing
# ("GPT-5.5"), longer ones ramble.
SHORT_WIDTH, SHORT_HAN_WIDTH = 20, 14
LONG_WIDTH, LONG_HAN_WIDTH = 100, 80
# More English words than this say something, even without a verb that we know.
LABEL_WORDS = 8
# Each name in a list of them has so many words at most.
LISTED_WORDS = 3
# A clause of at least this width still says what happened.
CLAUSE_WIDTH = 28

_HAN = re.compile(r"[\u3400-\u9fff]")
_QUESTION = re.compile(
    r"[?？]\W*$|^(?:why|how|what|who|can|could|should|will|is|are|does|do)\b"
    r"|^(?:the )?(?:\d+|two|three|four|five|six|seven|ten) (?:\w+ )?"
    r"(?:reasons?|ways|things|tips|takeaways|lessons)\b",
    re.IGNORECASE,
)
# One person's voice: I, we, you; what somebody tried, how somebody feels.
_PERSONAL = re.compile(
    r"\b(?:i|i['’](?:m|ve|d|ll)|my|mine|we|we['’](?:re|ve)|our|y['’]?all|guys|folks|lol|omg|wtf"
    r"|tbh|imo"
    r"|psa|psst)\b|^(?:tried|trying|testing|show hn|ask hn|tell hn|just)\b"
    r"|我(?!国)|咱|你|大家|家人们|宝子|小伙伴|^(?:试用|体验|实测|上手|亲测)|(?:试用|体验|实测"
    r"|上手|亲测)(?:报告|感受|心得|记|了)|吐槽",
    re.IGNORECASE,
)
_YOU = re.compile(r"\byou(?:r|rs|['’]re)?\b", re.IGNORECASE)
# Words of a shout or a forum, that no newsroom puts on top of a page.
_SLANG = re.compile(
    r"\b(?:dropped|drops|beast|insane|crazy|wild|dumb(?:er)?|sucks?|huge|finally|literally"
    r"|game[- ]?changer"
    r"|mind[- ]?blow\w+|goat|banger|cooked|lets? go|nobody|holy|goes? hard|just (?:got|published"
    r"|released))\b"
    r"|\b(?:was|is) one of the (?:most|best|biggest)\b|\bstrong response\b|here['’]s (?:the|what"
    r"|why|how)|!|！|炸裂|王炸|杀疯|逆天|封神|卷疯|卷麻|绝了|太强|震惊|疯了"
    r"|干翻|吊打|碾压"
    r"|彻底|颠覆|神器|🔥",
    re.IGNORECASE,
)
# A title that promises a subject and tells no event.
_VAGUE = re.compile(
    r"\b(?:everything (?:you|we)|things to know|what (?:we|you|to) know|at a glance"
    r"|stream of commentary|roundup"
    r"|(?:system|model) card|an? updates? (?:on|to|about)|introducing|announcing|release notes"
    r"|changelog|more on|thoughts on|notes on|there (?:was|were) also)\b"
    r"|频频|汇总|近况|一览|合集|速览|盘点|那些事|怎么看|意味着什么"
    r"|^(?!.*(?:发布|推出|上线|开源|宣布|收购|融资)).*来了$",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"[:：]\W*$|^(?:also|and|but|meanwhile|separately|there (?:was|were|is|are))\b", re.I
)
_LIST = re.compile(r"[,，;；、|｜]\s*(?=\S)")
# A name and a slogan, as a maker heads a page: `Otter 3: a new frontier for small models`.
_SLOGAN = re.compile(
    r"^[^:：]{2,40}[:：]\s*(?:an?|the|our|your|built|made|towards?|toward|meet)\b", re.I
)
_SHOUTING = re.compile(r"\b[A-Z]{5,}\b")
# What makes an English title a statement: a word that can be its verb.
_VERB = re.compile(
    r"\b(?!(?:news|models?|gains|series|ios|aws|access)\b)(?:[a-z]{2,}s(?=\s+[\w“\"‘'$€£])|[a-z]{2,}ed|is|are|to|will"
    r"|has|have|can|may"
    r"|cut|set|hit|win|won|buy|bought|sue|build|built|get|got|let|make|made|say|said|add|lay"
    r"|laid|lead|led|join"
    r"|open|beat|raise|launch|release|plan|agree|begin|began|bring|take|took|give|gave|put|see"
    r"|seek|face|near"
    r"|sign|raise|partner|team|back|debut|unveil|acquire|expand|introducing|launching|releasing|announcing"
    r"|partnering)\b(?!['’])",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[$€£¥]\s?\d|\d\s?%")
_FIRM_END = re.compile(
    r"\s+[—–-]\s+|[;；，]\s*|,\s+(?!\d|and\b|or\b|inc\b|\w+,)|(?<=\S):\s+(?=\w+\W+\w+\W+\w+\W+\w)",
    re.IGNORECASE,
)
# Verbs that tell what something is for, so that what stands before them is whole.
_PURPOSES = (
    "accelerate|advance|automate|bolster|boost|build|challenge|compete|counter|create|cut|develop|enable"
    "|expand|fight|fund|help|improve|keep|let|make|meet|power|protect|reduce|scale|secure|serve|simplify"
    "|speed|strengthen|support|tackle|target|train"
)
_SOFT_END = re.compile(
    r",\s+|\s+(?=(?:while|after|amid|which|because|so that|in order to|as part of|thanks to"
    r"|despite|detailing|explaining|describing|outlining|(?:that|which) caused)\b)"
    rf"|\s+(?=to (?:{_PURPOSES})\b)"
)
_DANGLING = re.compile(
    r"\s(?:and|or|the|a|an|of|for|with|to|in|on|at|by|from|as|its|their|is|are|that)$", re.I
)
# A beginning that leaves open what was said, or of what kind it is.
_UNFINISHED = re.compile(
    r"\s(?:announce[ds]?|sa(?:id|ys)|posted|reveal(?:s|ed)|reported|wrote|added|noted|confirmed|stated)$"
    r"|\bthat(?: (?!\w+(?:s|ed)\b)\S+){1,3}$|\b(?:is|are|was) (?:an?|the) \S+$",
    re.IGNORECASE,
)
# A last clause that only begins to explain the one before.
_EXPLAINING = re.compile(
    r"[，,]\s*(?:这项|这一|这是|该|其(?!中)|它|通过|借助|凭借|旨在|包括|让|为|并(?!购)|从而"
    r"|以(?!色|及)|且"
    r"|(?:featuring|including|such as|like|which|with|offering|aiming|making|enabling|using"
    r"|based)\b)"
    r"[^，,]*$",
    re.IGNORECASE,
)
# An example in the middle of a sentence: what stands before it is not all.
_ASIDE = re.compile(r",\s+(?:including|such as|like|especially)\b[^,]*,", re.IGNORECASE)
# Where a thing can be fetched from is no part of its news.
_HOSTS = r"(?:Hugging ?Face|GitHub|ModelScope|Reddit|Twitter|YouTube|Hacker News|魔搭社区|抱抱脸)"
_AT_HOST = re.compile(
    rf"(?<=\w) (?:on|via) {_HOSTS}(?: and {_HOSTS})?(?=[,;:.]|$| (?:with|featuring|under|and)\b)"
    rf"|(?<!^)在 ?{_HOSTS}(?: ?[和与、] ?{_HOSTS})* ?(?:平台)?上?(?:正式)?"
    r"(?=开源|发布|上线|公布|公开)"
)


def width(text: str) -> int:
    """Return a length in which a Chinese character counts as two Latin ones."""
    return len(text) + len(_HAN.findall(text))


def is_label(title: str) -> bool:
    """Whether `title` names a thing and says nothing of it: `GPT-5.5`, `Notes on X`."""
    shortest = SHORT_HAN_WIDTH if _HAN.search(title) else SHORT_WIDTH
    if _VAGUE.search(title) or _LEAD_IN.search(title.strip()) or width(title) < shortest:
        return True
    words = title.split()
    may_lack_verb = len(words) <= LABEL_WORDS and not (_HAN.search(title) or _MONEY.search(title))
    return may_lack_verb and not _VERB.search(" ".join(words[1:]))


def is_personal(title: str) -> bool:
    """Whether `title` speaks as one person to others: I, you, what somebody tried."""
    return _PERSONAL.search(title) is not None


def is_list(title: str) -> bool:
    """Whether `title` names three things or more and tells nothing, or is a mere date.

    So newsletters are headed: `Otter 3, Heron 2.1, Ibis-Mini`.
    """
    parts = [part.split() for part in re.split(r"\s*[,，、|｜]\s*", title.strip())]
    is_named = all(
        1 <= len(part) <= LISTED_WORDS and not _HAN.search(part[0]) and part[0][:1].isupper()
        for part in parts
    )
    names = len(parts) >= 3 and is_named and not _VERB.search(" ".join(map(" ".join, parts)))
    return names or re.fullmatch(r"[\d\s年月日/.:-]+", title.strip()) is not None


def flaws(title: str) -> float:
    """Return how much speaks against `title` as a headline: 0 for none, 1 for each grave one.

    Grave: a question, one person's voice, a mere label, slang, a slogan. Less so: a
    list of things, capitals, a length that rambles.
    """
    title = title.strip()
    return (
        1.0 * (_QUESTION.search(title) is not None)
        + 1.0 * is_personal(title)
        + 1.0 * is_label(title)
        + 0.3 * (_YOU.search(title) is not None)
        + 0.7 * (_SLANG.search(title) is not None)
        + 0.7 * (len(_LIST.findall(title)) >= 3)
        + 0.7 * (_SLOGAN.search(title) is not None)
        + 0.4 * (_SHOUTING.search(title) is not None and title != title.upper())
        + 0.7 * (title == title.upper() and title != title.lower() and width(title) > SHORT_WIDTH)
        + 0.02 * max(0, width(title) - LONG_WIDTH)
    )


def shorten(headline: str, limit: int | None = None, *, at_marks: bool = False) -> str:
    """Return `headline` cut at the end of a clause so that its width is at most `limit`.

    The longest beginning that still says what happened is kept. A headline
    that has no such place comes back whole. Chinese ones are shorter by default.
    With `at_marks`, only a comma, colon or dash ends a clause, and one that is
    still too long stays whole.
    """
    limit = limit or (LONG_HAN_WIDTH if _HAN.search(headline) else LONG_WIDTH)
    if width(headline) <= limit:
        return headline
    heads: list[str] = []
    for pattern in (_FIRM_END, _SOFT_END):
        ends = (each.start() for each in pattern.finditer(headline))
        heads += (
            headline[:end]
            for end in ends
            if _tells(headline[:end]) and not _ASIDE.match(headline, end)
        )
        fitting = [head for head in heads if width(head) <= limit]
        if fitting:
            return max(fitting, key=len).rstrip(" ,;:，；：")
        if at_marks:
            return headline
    return min(heads, key=len, default=headline).rstrip(" ,;:，；：")


def _names_only(head: str) -> bool:
    """Whether an English beginning has no verb yet: `Brightwater, teaming up with Northwind`."""
    if _HAN.search(head):
        return False
    first = head.split(",", maxsplit=1)[0]
    return not _VERB.search(" ".join(first.split()[1:]))


def without_loose_end(headline: str) -> str:
    """Return a headline that was broken off without the words that nothing follows any more."""
    while _DANGLING.search(headline):
        headline = _DANGLING.sub("", headline)
    return headline


def without_host(headline: str) -> str:
    """Return `headline` without the site on which the thing it tells of can be fetched."""
    shorter = _AT_HOST.sub("", headline)
    return shorter if not is_label(shorter) else headline


def _tells(head: str) -> bool:
    """Whether the beginning of a headline can stand by itself."""
    loose = (_DANGLING, _UNFINISHED, _EXPLAINING)
    is_whole = not (any(each.search(head) for each in loose) or _names_only(head))
    says_enough = width(head) >= CLAUSE_WIDTH or not is_label(head)
    return says_enough and is_whole and _is_closed(head)


def _is_closed(text: str) -> bool:
    """Whether every bracket and curved quotation mark in `text` that opens also closes."""
    pairs = ("()", "（）", "“”", "「」", "《》", "[]")
    return (
        all(text.count(one[0]) == text.count(one[1]) for one in pairs) and text.count('"') % 2 == 0
    )

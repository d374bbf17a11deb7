"""What a reader should not see: markup left over, adverts, bylines, calls to click.

Everything here only takes away; nothing is added to what a source wrote. The
writers call it before they pick, the grounding gate before it compares.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection
from functools import lru_cache

from bot.language.fold import fold
from bot.writers.boilerplate import NOTICE, TALK

_PICTURE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\([^)\n]{0,2000}\)")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,500}>")
_ADDRESS = re.compile(
    r"(?P<open>[(（\[])?(?:https?://|www\.)[^\s，。；、（）()\[\]】」》<>]*(?(open)[)）\]]?)",
    re.IGNORECASE,
)
_ADDRESS_NOTE = re.compile(r"\s?(?<!\])[(（][^()（）\n]{0,60}https?://[^()（）\n]{0,500}[)）]")
# Faces made of signs: (✧∀✧); and the label some digests put after each of their links.
_FACE = re.compile(
    r"\s?[(（][^()（）\n]{0,10}[´`ω∀▽◡﹏︿ᴗ•̀㉨][^()（）\n]{0,10}[)）][ﾉノ╯]?"
    r"|\s?[(（](?:doge|狗头|手动狗头|滑稽|笑哭?|bushi|误|手动滑稽)[)）]"
    r"|\s?[(（](?:[^\w()（）\n]{1,12}|AI ?(?:News|资讯))[)）]"
)
_HANDLE_NOTE = re.compile(r"\s?[(（][^()（）\n]{0,80}@\w[^()（）\n]{0,80}[)）]")
# Thanks to accounts at the end of a sentence: `, via @one and @two`, `(@one, TheOther)`.
_ACCOUNTS = r"@\w+(?:\s*(?:,|&|and|,\s*and)\s+@?\w+)*"
_CREDIT = re.compile(
    rf"[,;]?\s*(?:[-–—]\s*)?\b(?:via|per|h/t|hat tip to|credits? to"
    rf"|thanks to)\s+{_ACCOUNTS}(?=[.,;:)]|\s*$)"
    r"|\s?\((?:\w+,\s*)+\w*[a-z][A-Z]\w*\)(?=[.,;:]|\s*$)",
    re.MULTILINE,
)
# Who said so, by accounts: `framed as careful by @one, @two`, `reported by @FT and echoed by
# @somebody`. An account in capitals is an outlet and stays where it alone reported.
_SAID_BY = re.compile(
    r",?\s*(?:(?:as )?(?:shared|posted|noted|announced|echoed|spotted|highlighted|described"
    rf"|summarized)\s+)?\bby\s(?!@[A-Z]{{2,6}}\b){_ACCOUNTS}(?=\s*[.;]|\s*$)"
    r"|,?\s+and (?:echoed|shared|amplified|reposted|confirmed) by @\w+(?=\s*[.;,]|\s*$)",
    re.MULTILINE,
)
# The accounts that a digest's line ends with: `(OpenAI, sama, gdb).`
_ACCOUNT_LIST = re.compile(
    r"\s\((?:[A-Z][\w.&-]*(?: [A-Z]\w*)?,\s*)+(?:\w+,\s*)*[a-z]\w*\)(?=\.?\s*$)", re.MULTILINE
)
_CREDIT_IN_HEADLINE = re.compile(
    r",?\s*(?:(?:as )?(?:reported|shared|posted|noted|announced|echoed|spotted)\b[^,@]{0,60}|by"
    r"|from)"
    rf"\s{_ACCOUNTS}(?:[^@,.]{{0,20}}@\w+)?(?=\W*$|\.\s)"
)
_LEAD_IN = re.compile(
    r"^there (?:was|were|is|are) (?:also )?(?:an? )?(?:\w+ of )?"
    r"(?:commentary|discussions?|chatter|reactions?|talk|buzz) (?:around|about|on|to) (?=.{8})",
    re.IGNORECASE,
)
_HANDLE_SIGN = re.compile(r"(?<![\w.])@+(?=\w)")
_BROKEN_MARKUP = re.compile(r"\]\(|<(?=/?[A-Za-z])")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`+|~~")
_LINE_START = re.compile(
    r"^\s*(?:#{1,6}\s+|>\s?|[-*+•·●▪◆■▲►]\s+|\(?\d{1,2}[.)、．](?:\s+|(?=[^\d\s])))+", re.MULTILINE
)
_PATHED = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,6}/[^\s，。；、（）()]*", re.IGNORECASE)
_PICTOGRAM = re.compile(
    "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2300-\u23ff\u25a0-\u25ff\ufe0e\ufe0f\u200d"
    "\u20e3\u2196-\u2199\u21a9\u21aa\U000e0000-\U000e007f]+"
)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)
_HAN_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_SPACES = re.compile(r"\s+")
_SPACE_BEFORE_MARK = re.compile(r" +(?=[，。！？；：、）】》」”]|[,.;:!?)](?!\w))")
_EMPTY_BRACKETS = re.compile(r"\s?(?:\(\s*\)|（\s*）|\[\s*\]|【\s*】)")
# What feeds and aggregators put before the text proper.
_PREAMBLE = re.compile(
    r"^(?:arXiv:\S+(?: Announce Type: \S+)?(?:\s*Abstract:)?"
    r"|(?:Abstract|TL;?DR|摘要|导读|编者按)\s*[:：]|【[^】]{1,20}】(?=.{10}))\s*",
    re.IGNORECASE,
)

_HEADLINE_NUMBER = re.compile(
    r"^\s*(?:#?\d{1,2}\s*(?:[.)）．:：]\s+|[、．]\s*)|[①-⑳]\s*|#\d+\s+|0\d\s+)"
)
_HEADLINE_END = re.compile(
    r"(?:[\s:：,，;；、—–|｜·…。]|\.{2,}|\s-)+$|(?<=[^\W_A-Z])\.$|(?<=\d[A-Z])\.$"
)
_HEADLINE_TAG = re.compile(
    r"^\[(?:[DRPN]|pdf|video|独家|快讯|首发)\]\s*|^【[^】]{1,10}】\s*(?=.{6})"
    r"|\s*(?:#\d+|\[(?:pdf|video|\d{4})\]|\((?:19|20)\d\d\)|（[^（）]{0,6}[图视频]）)$",
    re.IGNORECASE,
)
_SHOUT = re.compile(
    r"^(?:(?:重磅|突发|刚刚|快讯|独家|首发|最新|炸裂|震惊|重要|官宣|定了|深度|实测|大消息|爆"
    r"|breaking(?: news)?|exclusive|just in|updated?|opinion|(?:show|ask|tell|launch) hn)"
    r"\s*[!！丨｜|：:，,—]+\s*)+",
    re.IGNORECASE,
)
# Adverbs of a shout within a headline, and the day, which the brief itself says.
_PUFF = re.compile(
    r"(?:全球|正式|隆重)?重磅(?=发布|推出|宣布|上线|开源|官宣|登场|来袭|升级|亮相|更新)"
    r"|(?<=[^，。：])近日(?=重磅|正式|联合|发布|推出|宣布|上线|开源|公布|表示)"
    r"|(?i:\b(?:has |have )?(?:just |finally |officially )(?=(?:released|launched|unveiled"
    r"|announced|open-?sourced|rolled out|introduced|dropped|published)\b))"
)
# How a chat begins: `Okay, check this out: Brightwater ...`
_CALL = re.compile(
    r"^(?i:okay|ok|hey|wow|whoa|get ready|listen up|guess what|heads up|check this out)\b"
    r"[^:A-Z]{0,40}?(?:[:!,]\s+|\bbecause\s+)+(?=[A-Z])"
)
_REPORTED = re.compile(r"^据?[^，。：:\s]{0,12}(?:独家(?:报道)?|快讯)[：:｜|]\s*")
_MARKS = re.compile(r"[!！]+$|(?<=[!！?？])[!！?？]+")
_OUTLET = re.compile(r"^(?P<title>.{8,})(?:\s[-–—|｜]\s|[｜|丨])(?P<outlet>[^-–—|｜丨]{2,30})$")
# Words that make the end of a headline a department or outlet and no part of it.
_OUTLET_WORD = re.compile(
    r"(?i:\b(?:news|blog|times|post|journal|magazine|review|daily|weekly|today|tech|wire|press"
    r"|media"
    r"|hacker news|reuters|bloomberg|techcrunch|the verge|wired|cnbc|bbc|cnn|forbes|engadget|zdnet"
    r"|venturebeat|axios|github|youtube|reddit|medium|substack|arxiv)\b)|\.(?:com|org|net|ai|io"
    r"|cn)$"
    r"|(?:网|报|社|日报|早报|晚报|快讯|周刊|头条|财经|科技|资讯|新闻|之家|论坛|观察|研究院|独家|AI)$"
)


@lru_cache(maxsize=512)
def clean_text(text: str) -> str:
    """Return `text` without markup, addresses, pictograms and unseen characters, by lines."""
    plain = _ADDRESS_NOTE.sub("", unicodedata.normalize("NFC", html.unescape(text)))
    plain = _FACE.sub("", _LINK.sub(r"\1", _PICTURE.sub(" ", plain)))
    # Emphasis goes before addresses: marks inside one must not hide it.
    plain = _EMPHASIS.sub("", _LINE_START.sub("", plain))
    for pattern in (_TAG, _ADDRESS, _BROKEN_MARKUP, _PICTOGRAM, _UNSEEN):
        plain = pattern.sub(" ", plain)
    for pattern in (_CREDIT, _SAID_BY, _ACCOUNT_LIST, _HANDLE_NOTE, _HANDLE_SIGN):
        plain = pattern.sub("", plain)
    return "\n".join(line for line in map(_tidy_line, plain.splitlines()) if line)


def _tidy_line(line: str) -> str:
    line = _EMPTY_BRACKETS.sub("", _PREAMBLE.sub("", line.strip()))
    return _SPACE_BEFORE_MARK.sub("", _SPACES.sub(" ", line)).strip()


def close_gaps(text: str) -> str:
    """Return `text` without the blanks that emphasis leaves between Chinese words."""
    return _HAN_GAP.sub("", text)


def is_notice(sentence: str) -> bool:
    """Tell whether `sentence` is a call, credit, advert or notice rather than news."""
    return NOTICE.search(sentence) is not None or is_talk(sentence)


def is_talk(sentence: str) -> bool:
    """Tell whether `sentence` is of the post and its readers, not of the matter."""
    return TALK.search(sentence) is not None


def clean_headline(title: str, outlets: Collection[str] = ()) -> str:
    """Return `title` without outlet, number, clickbait marks, pictograms and dots at its end.

    `outlets` are names of outlets besides those that show by their words. A
    title that is nothing but shouting stays as it is, one that is nothing but
    an address comes back empty.
    """
    credited = _CREDIT_IN_HEADLINE.sub("", " ".join(title.split()))
    plain = " ".join(_PATHED.sub(" ", clean_text(credited)).split())
    headline = _without_outlet(plain, outlets)
    patterns = (
        _HEADLINE_NUMBER,
        _HEADLINE_TAG,
        _SHOUT,
        _CALL,
        _PUFF,
        _REPORTED,
        _LEAD_IN,
        _HEADLINE_TAG,
    )
    for pattern in patterns:
        headline = pattern.sub("", headline)
    headline = _HEADLINE_END.sub("", _MARKS.sub("", _without_lone_quotes(headline))).strip()
    return headline or plain


def _without_lone_quotes(title: str) -> str:
    """Return `title` without its curved quotation marks where they come in no pairs."""
    paired = title.count("“") == title.count("”") or '"' in title
    return title if paired else re.sub("[“”]", "", title)


def _without_outlet(title: str, outlets: Collection[str]) -> str:
    match = _OUTLET.match(title)
    if match is None:
        return title
    outlet = match["outlet"].strip()
    known = {fold(name) for name in outlets}
    if fold(outlet) in known or _OUTLET_WORD.search(outlet):
        return match["title"].strip()
    return title

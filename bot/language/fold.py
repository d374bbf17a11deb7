"""One spelling for search: what a text looks like once case, width and script are gone.

The store feeds its full-text indexes through `fold` on both databases, so that
腾讯, 騰訊, DeepSeek and ＤｅｅｐＳｅｅｋ are found alike. Pure functions.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from zhconv import zhconv

# Chinese characters (with the iteration mark and the zero) and Japanese kana.
_HAN_RANGES = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_KANA_RANGES = "\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff"
_HAN = re.compile(f"[{_HAN_RANGES}]")
_KANA = re.compile(f"[{_KANA_RANGES}]")
# A character of a script without spaces between words: each is a token (for regular expressions).
SPACELESS = f"[{_HAN_RANGES}{_KANA_RANGES}]"
_SPACELESS_EDGE = re.compile(f"(?<={SPACELESS})|(?={SPACELESS})")
_NO_WORD = re.compile(r"[\W_]+")
_LETTER = re.compile(r"[^\W\d_]")

# Above this share of Chinese characters among letters a text is Chinese: Chinese
# tech news is full of Latin names, English news has hardly a Han character.
_CHINESE_SHARE = 0.2


def fold(text: str) -> str:
    """Return the words of `text` in one spelling, parted by single spaces.

    Full width becomes half width (NFKC), upper case lower, traditional Chinese
    simplified, punctuation a space; every Han character and kana is a word of
    its own. Folding twice changes nothing.
    """
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    simple = plain.translate(_simplified())
    spaced = _SPACELESS_EDGE.sub(" ", _NO_WORD.sub(" ", simple))
    return " ".join(spaced.split())


def han_share(text: str) -> float:
    """Return how much of the letters in `text` is Chinese, from 0 to 1; 0 without letters."""
    letters = len(_LETTER.findall(text))
    return len(_HAN.findall(text)) / letters if letters else 0.0


def detect_lang(text: str) -> str:
    """Return `zh`, `en` or `other` for the language of `text`, judged by its script.

    Text with kana is Japanese and so `other`; so is text without any letter.
    """
    letters = _LETTER.findall(text)
    if not letters:
        return "other"
    if len(_KANA.findall(text)) > len(letters) * 0.1:
        return "other"
    if han_share(text) >= _CHINESE_SHARE:
        return "zh"
    latin = sum(letter.isascii() for letter in letters)
    return "en" if latin >= len(letters) * 0.9 else "other"


@cache
def _simplified() -> dict[int, str]:
    """Return the table from each traditional character to its simplified one.

    Character by character (MediaWiki's tables, by way of zhconv): a table of
    phrases would fold one character in two ways, depending on its neighbours.
    """
    table: dict[str, str] = zhconv.getdict("zh-hans")
    return {
        ord(traditional): simple
        for traditional, simple in table.items()
        if len(traditional) == 1 and len(simple) == 1
    }

"""Sentences of Chinese, English and mixed text.

The writers pick whole sentences with it, the editor looks at the first ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Quotations and brackets up to this long are kept in one piece.
_QUOTED = re.compile(
    r"“[^“”\n]{1,300}”|「[^「」\n]{1,300}」|『[^『』\n]{1,300}』|《[^《》\n]{1,100}》"
    r"|（[^（）\n]{1,300}）|\([^()\n]{1,300}\)|(?<![\w\"])\"[^\"\n]{1,300}\"(?!\w)"
)
_CLOSERS = "”’」』）》】)\"'"
_END = re.compile(rf"(?:[。！？!?]+|…+|\.{{3,}}|\.)[{_CLOSERS}]*")
_STRONG = frozenset("。！？")
_ABBREVIATION = re.compile(
    r"(?:^|[^A-Za-z.])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|(?i:mr|mrs|ms|dr|prof|st|jr|sr|inc|corp|ltd|co"
    r"|vs|no|nos|fig|eq|sec|vol|al|etc|approx|dept|est|gen|sen|rep|gov|lt|col|sgt|ave|cf|ca|pp"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))$"
)
# After an abbreviation, only such a word shows that a new sentence has begun.
_OPENING_WORD = re.compile(
    r"(?:The|This|That|These|Those|It|Its|In|On|At|As|If|A|An|He|She|They|We|You|I|But|And|Or|So|For"
    r"|However|Meanwhile|According|After|When|While|With|What|Both|Some|Now|There|Its|Our|His|Her)\b"
)
_NUMERO = re.compile(r"(?i:\bnos?)$")
_SPEAKER = re.compile(r"\s*[他她它其]?(?:说|问|道|称|表示|写道|答)")
_SENTENCE_START = re.compile(r"[A-Z0-9\"“‘'(\[#*$€£@]|[a-z]+[A-Z]|[^\x00-\x7f]")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of `text` in order, trimmed; nothing but blanks is lost.

    A line break ends a sentence, unless it only wraps a long line. Full stops
    inside quotations, brackets, numbers, abbreviations and initials do not.
    """
    return [
        sentence.strip()
        for line in _unwrapped_lines(text)
        for sentence in _sentences_of_line(line)
        if sentence.strip()
    ]


def _unwrapped_lines(text: str) -> Iterator[str]:
    """Yield lines, joining one that goes on in the next as wrapped text does."""
    pending = ""
    for line in map(str.strip, text.splitlines()):
        if line[:1].islower() and len(pending) >= 40 and pending[-1].isalpha():
            pending = f"{pending} {line}"
            continue
        if pending:
            yield pending
        pending = line
    if pending:
        yield pending


def _sentences_of_line(line: str) -> Iterator[str]:
    quoted = [match.span() for match in _QUOTED.finditer(line)]
    start = 0
    for match in _END.finditer(line):
        while quoted and quoted[0][1] < match.end():
            quoted.pop(0)
        inside = bool(quoted) and quoted[0][0] < match.start() and match.end() < quoted[0][1]
        if not inside and match.end() > start and _ends_here(line, match):
            yield line[start : match.end()]
            start = match.end()
    yield line[start:]


def _ends_here(line: str, match: re.Match[str]) -> bool:
    """Tell whether the mark that `match` found in `line` ends a sentence."""
    mark, after = match.group(), line[match.end() :]
    if mark[0] in _STRONG:
        return not (mark[-1] in _CLOSERS and _SPEAKER.match(after))
    following = after.lstrip()
    if not following:
        return True
    spaced = len(following) < len(after)
    if not spaced and following[0].isascii():
        return False
    if not _SENTENCE_START.match(following):
        return False
    return mark[0] != "." or mark.startswith("..") or not _is_abbreviation(line, match, following)


def _is_abbreviation(line: str, match: re.Match[str], following: str) -> bool:
    before = line[max(0, match.start() - 12) : match.start()]
    if not _ABBREVIATION.search(before):
        return False
    if _NUMERO.search(before):
        return following[0].isdigit()
    return not _OPENING_WORD.match(following)

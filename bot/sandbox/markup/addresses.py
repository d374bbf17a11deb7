"""Web and mail addresses in plain text, found as Telegram finds them.

An address needs a known top-level domain or a protocol in front of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

# Blanks and general punctuation end everything, but for joiners and dashes.
_ENDS = r"\s«»<>\"\u2000-\u200b\u200e\u200f\u2016-\u206f"
_USER_RUN = re.compile(rf"[^{_ENDS}/\[\]{{}}()'`]*")
_DOMAIN_RUN = re.compile(rf"(?:[.~a-zA-Z0-9_-]|(?![{_ENDS}])[\u00c0-\U0010ffff])*")
_PORT = re.compile(r":0*([1-9]\d{0,4})(?!\d)")
_PATH = re.compile(rf"[/?#][^{_ENDS}]*")
_PROTOCOL = re.compile(r"((?<!s)http|https|(?<!s)ftp|tonsite)://$", re.IGNORECASE)
_EMAIL = re.compile(
    r"([a-z0-9_-]{0,26}[.+]){0,10}[a-z0-9_-]{1,35}"
    r"@(([a-z0-9][a-z0-9_-]{0,28})?[a-z0-9][.]){1,6}[a-z]{2,8}",
    re.IGNORECASE,
)
_BYTE = re.compile(r"0|[1-9]\d?|1\d\d|2[0-4]\d|25[0-5]")
_NO_END = ".:;,('?!`"

# Countries, the old generic domains, those that news link to, and some in other scripts.
_COUNTRIES = (
    "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br "
    "bs bt bv bw by bz ca cc cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do "
    "dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ge gf gg gh gi gl gm gn gp gq gr gs gt "
    "gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki km kn kp "
    "kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms "
    "mt mu mv mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr "
    "ps pt pw py qa re ro rs ru rw sa sb sc sd se sg sh si sj sk sl sm sn so sr ss st su sv sx "
    "sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug uk us uy uz va vc ve vg vi vn "
    "vu wf ws ye yt za zm zw"
)
_GENERIC = (
    "com org net edu gov int mil info biz name pro mobi asia aero museum coop jobs travel tel "
    "cat onion app art blog chat cloud club codes data day dev dog email fun games global group "
    "help host ink life link live media meme network news one online page photo press run school "
    "science search shop site social software space store studio systems tech today tools top "
    "video vip wiki work world xyz zip ton онлайн рф москва сайт укр рус бел қаз 中国 中國 公司 "
    "网络 网址 在线 台灣 台湾 香港 한국"
)
_KNOWN = frozenset(f"{_COUNTRIES} {_GENERIC}".split())


def find_addresses(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield (`url` or `email`, start, end) of each address, as indices into `text`."""
    at = 0
    while (dot := text.find(".", at)) >= 0 and dot + 1 < len(text):
        start, end, is_bad = _around(text, dot, at)
        if not is_bad and end > dot + 1:
            if found := _judged(text, start, end):
                yield found
            while end < len(text) and text[end] == ".":
                end += 1
        elif is_bad:
            end = text.rfind(".", at, end) + 1
        at = max(end, dot + 1)


def _around(text: str, dot: int, begin: int) -> tuple[int, int, bool]:
    """Return (start, end, whether it cannot be one) of what stands around a dot."""
    run_end = _run_end(_USER_RUN, text, dot)
    last_at = text.rfind("@", dot, run_end)
    domain_end = _run_end(_DOMAIN_RUN, text, dot if last_at < 0 else last_at + 1)
    start = _run_start(_DOMAIN_RUN if last_at < 0 else _USER_RUN, text, dot, begin)
    end = _after_path(text, _after_port(text, domain_end))
    while end > dot + 1 and text[end - 1] == ".":
        end -= 1
    is_bad = False
    if start > begin and text[start - 1] == "@":
        user = _run_start(_USER_RUN, text, start - 1, begin)
        is_bad, start = user == start - 1, user
    return _before_protocol(text, start, end, begin, is_bad=is_bad)


def _before_protocol(
    text: str, start: int, end: int, begin: int, *, is_bad: bool
) -> tuple[int, int, bool]:
    before = text[begin:start]
    if before.endswith("://"):
        protocol = _PROTOCOL.search(before)
        return (begin + protocol.start(), end, is_bad) if protocol else (start, end, True)
    if before and (before[-1].isalnum() or before[-1] in "_/#@"):
        is_bad = True
    return start, end, is_bad


def _run_end(run: re.Pattern[str], text: str, start: int) -> int:
    match = run.match(text, start)
    return match.end() if match else start


def _run_start(run: re.Pattern[str], text: str, end: int, begin: int) -> int:
    """Return where the run of symbols that ends at `end` starts, not before `begin`."""
    start = end
    while start > begin and run.fullmatch(text, start - 1, start):
        start -= 1
    return start


def _after_port(text: str, end: int) -> int:
    port = _PORT.match(text, end)
    return port.end() if port and int(port[1]) <= 65535 else end


def _after_path(text: str, end: int) -> int:
    path = _PATH.match(text, end)
    if path is None:
        return end
    kept = path[0].rstrip(_NO_END)
    kept = _balanced(kept).rstrip(_NO_END)
    return end + len(kept) if len(kept) > 1 or kept == "/" else end


def _balanced(path: str) -> str:
    """Cut `path` before a bracket that closes what was never opened."""
    open_now = {"(": 0, "[": 0, "{": 0}
    for index, char in enumerate(path):
        if char in open_now:
            open_now[char] += 1
        elif char in ")]}":
            opening = "([{"[")]}".index(char)]
            open_now[opening] -= 1
            if open_now[opening] < 0:
                return path[:index]
    return path


def _judged(text: str, start: int, end: int) -> tuple[str, int, int] | None:
    """Return what the candidate is: an address on the web, of a mailbox, or nothing."""
    words = text[start:end]
    if words.lower().startswith("mailto:"):
        start, words = start + 7, words[7:]
    if _EMAIL.fullmatch(words):
        return "email", start, end
    protocol = re.match(r"[a-z]+://", words, re.IGNORECASE)
    domain = re.split(r"[/?#]", words[protocol.end() :] if protocol else words, maxsplit=1)[0]
    user, _, domain = domain.rpartition("@")
    if "@" in user:
        return None
    host = domain.rsplit(":", 1)[0] if ":" in domain else domain
    return ("url", start, end) if _is_host(host, with_protocol=bool(protocol)) else None


def _is_host(host: str, *, with_protocol: bool) -> bool:
    parts = host.split(".")
    if len(parts) < 2 or host.lower() == "teiegram.org":
        return False
    if any(not part or len(part) > 63 or part.endswith("-") for part in parts):
        return False
    if any("_" in part or "~" in part for part in parts[-2:]):
        return False
    if len(parts) == 4 and all(map(_BYTE.fullmatch, parts)):
        return True
    last = parts[-1]
    is_capitalised = last[:1] != last[:1].lower() and last[1:] == last[1:].lower()
    if last.lower() in _KNOWN and not is_capitalised:
        return True
    is_word = len(last) >= 2 and all(char.isalpha() or char > "\u2000" for char in last)
    return last.startswith("xn--") or (with_protocol and is_word)

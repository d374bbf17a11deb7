"""Web addresses: which are ones, whose they are, and when two mean the same piece.

Called by sources (what may be fetched), store (items are unique by canonical
address) and render (the name beside a link). Pure functions.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

import idna

MAX_URL_LENGTH = 2048
# A longer title is a sentence, not a name to type.
MAX_SLUG_TITLE = 32
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Parameters that say where a reader came from, not what is read: the names that
# ClearURLs, AdGuard and the Chinese apps' own share buttons use.
_TRACKING_PREFIXES = ("utm_", "hsa_", "mc_", "pk_", "mtm_", "matomo_", "at_", "share_", "guce_")
_TRACKERS = """
    fbclid gclid gclsrc dclid gbraid wbraid msclkid yclid twclid ttclid igshid igsh mkt_tok
    _hsenc _hsmi vero_id oly_anon_id oly_enc_id cmpid cmp ncid smid sref xtor ref ref_src
    ref_url referrer referer guccounter outputtype amp spm scm vd_source spm_id_from
    isappinstalled sharefrom shareuid nsukey chksm scene clicktime sessionid enterid
    ascene devicetype nettype wx_header exportkey pass_ticket
"""
_TRACKING_NAMES = frozenset(_TRACKERS.split())
# These name a section as often as a referrer; only a bare word is taken as the latter.
_TRACKING_IF_WORD = frozenset({"from", "source", "src", "via"})
_WORD = re.compile(r"[A-Za-z_\-]*")
# A fragment with a number (#01, #v1.2, #2025-02-08) or a route (#!/a, #/a) tells one
# piece from another on the same page; any other (#comments, #top) is a mere place in it.
_TELLING_FRAGMENT = re.compile(r"[!/]|(?!:~:|.*=).*\d")
_CONTROL_OR_SPACE = re.compile(r"[\x00-\x20\x7f\\]")
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_SHARED_LABELS = frozenset({"co", "com", "org", "net", "gov", "edu", "ac", "feeds", "rss"})
_NO_SLUG = re.compile(r"[^a-z0-9]+")
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|mobile|amp)\.(?=[^.]+\.)")
# Where anybody may post: what stands there is one person's word, headlines included.
_FORUMS = frozenset(
    {
        "reddit.com",
        "redd.it",
        "news.ycombinator.com",
        "lobste.rs",
        "v2ex.com",
        "linux.do",
        "tieba.baidu.com",
        "zhihu.com",
        "quora.com",
        "lemmy.world",
        "discord.com",
        "t.me",
    }
)


def is_web_url(url: str) -> bool:
    """Return whether `url` is an absolute http(s) address that we would follow or show.

    Addresses with a user name in them are refused: nothing we read needs one,
    and `https://bank.example@evil.example` is made to mislead.
    """
    return len(url) <= MAX_URL_LENGTH and _split(url) is not None


def is_forum(url: str) -> bool:
    """Return whether `url` is a post on a forum, where anybody may write."""
    host = host_of(url)
    return host in _FORUMS or host.partition(".")[2] in _FORUMS


@lru_cache(maxsize=16384)
def host_of(url: str) -> str:
    """Return the host in `url` as a reader knows it: lower case, without `www.`, `m.`, `amp.`.

    Empty when `url` is no web address.
    """
    parts = _split(url)
    return _HOST_PREFIX.sub("", parts.hostname or "") if parts else ""


def slug_of(url: str, title: str = "") -> str:
    """Return a slug for the source `title` at `url`; it need not be unique.

    A short title in Latin letters gives it (`Daily Wire` is `daily-wire`), as
    a person would type it; else the host's words, without what all hosts share:
    `https://news.example.co.uk` gives `news-example`.
    """
    if title.isascii() and 0 < len(title) <= MAX_SLUG_TITLE:
        slug = _NO_SLUG.sub("-", title.lower()).strip("-")
        if slug:
            return slug
    labels = host_of(url).split(".")
    kept = [label for label in labels[:-1] if label not in _SHARED_LABELS] or labels
    return _NO_SLUG.sub("-", "-".join(kept)).strip("-") or "source"


def canonical_url(url: str) -> str:
    """Return the one spelling of `url` by which the same piece is known again.

    Lower-case host in ASCII, no default port, no trailing slash, no tracking
    parameters, the others sorted, no fragment unless it tells pieces apart. A
    search engine's redirect is unwrapped. Applying it twice changes nothing;
    what is no web address comes back stripped and otherwise as it was.
    """
    parts = _split(url.strip())
    if parts is None:
        return url.strip()
    target = _unwrapped(parts)
    if target is not None:
        return canonical_url(target)
    path = _escaped(parts.path).rstrip("/") or "/"
    fragment = _escaped(parts.fragment) if _TELLING_FRAGMENT.match(parts.fragment) else ""
    return urlunsplit((parts.scheme, _netloc(parts), path, _query(parts.query), fragment))


def _split(url: str) -> SplitResult | None:
    """Return the parts of `url`, or None when it is no web address."""
    if _CONTROL_OR_SPACE.search(url):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or port == 0 or "@" in parts.netloc:
        return None
    return parts if (parts.hostname or "").strip(".") else None


def _unwrapped(parts: SplitResult) -> str | None:
    """Return where Google's `/url?q=` redirect (Google Alerts) leads, if `parts` is one."""
    if parts.path != "/url" or not (parts.hostname or "").startswith("www.google."):
        return None
    query = dict(parse_qsl(parts.query))
    target = query.get("url") or query.get("q") or ""
    return target if is_web_url(target) else None


def _netloc(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError:
            host = quote(host)
    return host if parts.port in (None, _DEFAULT_PORTS[parts.scheme]) else f"{host}:{parts.port}"


def _query(query: str) -> str:
    """Return `query` sorted and without what only tracks the reader."""
    pairs = parse_qsl(query, keep_blank_values=True)
    return urlencode(sorted(pair for pair in pairs if not _tracks(*pair)))


def _tracks(name: str, value: str) -> bool:
    name = name.lower()
    if name in _TRACKING_IF_WORD:
        return _WORD.fullmatch(value) is not None
    return name in _TRACKING_NAMES or name.startswith(_TRACKING_PREFIXES)


def _escaped(text: str) -> str:
    """Return `text` percent-encoded in one way: no needless escapes, the rest upper case."""
    return _ESCAPE.sub(_one_escape, quote(text, safe="%/:@!$&'()*+,;=~-._?"))


def _one_escape(match: re.Match[str]) -> str:
    character = unquote(match[0])
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()

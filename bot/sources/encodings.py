"""Which encoding a feed is really in. Called by feed."""

from __future__ import annotations

import codecs
import re

_DECLARED_IN_XML = re.compile(rb"""^\s*<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})["']""")
_DECLARED_IN_TYPE = re.compile(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\x00?\x00", "utf-16-le"),
    (b"\x00<\x00?", "utf-16-be"),
)
# Read as the larger set that its users mean, as browsers do (WHATWG Encoding Standard).
_MEANT = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "iso-8859-1": "windows-1252",
    "latin-1": "windows-1252",
    "latin1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
}
# Every byte means something in it, so it proves nothing: servers send it by default.
_PROVES_NOTHING = "windows-1252"


def decode(body: bytes, content_type: str | None) -> str:
    """Return `body` as text: by its byte-order mark, else the first declared or
    likely encoding that fits every byte, else Windows-1252 with marks for the rest.

    Declared: in the XML itself, in `content_type`; likely: UTF-8, GB 18030.
    """
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    for encoding in (*_declared(body, content_type), "utf-8"):
        text = _decode_strictly(body, encoding)
        if text is not None:
            return text
    declared_latin = _PROVES_NOTHING in _all_declared(body, content_type)
    guessed = None if declared_latin else _decode_strictly(body, "gb18030")
    return guessed if guessed is not None else body.decode(_PROVES_NOTHING, "replace")


def _declared(body: bytes, content_type: str | None) -> list[str]:
    return [name for name in _all_declared(body, content_type) if name != _PROVES_NOTHING]


def _all_declared(body: bytes, content_type: str | None) -> list[str]:
    """Return the encodings that `body` and `content_type` declare, as they are meant."""
    in_xml = _DECLARED_IN_XML.match(body[:300])
    in_type = _DECLARED_IN_TYPE.search(content_type or "")
    names = [in_xml[1].decode("ascii") if in_xml else "", in_type[1] if in_type else ""]
    return [_MEANT.get(name.lower(), name.lower()) for name in names if name]


def _decode_strictly(body: bytes, encoding: str) -> str | None:
    try:
        return body.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None

"""Chinese in the characters its reader knows. Called by render. Pure."""

from __future__ import annotations

from functools import cache

import opencc

# Characters as Taiwan writes them, words left as the outlets chose them: of the phrase
# tables (s2twp) some turn a term into another one (发布 into 釋出).
_TABLES = "s2tw"


def traditional(text: str) -> str:
    """Return `text` with its simplified characters as traditional ones; all else stays.

    Text that is traditional already stays as it is.
    """
    # OpenCC follows the ministry's 臺; the press there writes 台積電 and 平台.
    return str(_converter().convert(text)).replace("臺", "台")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC(_TABLES)

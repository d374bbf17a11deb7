"""How a sentence reads: whether it stands alone, sells, chats or guesses.

Called by `picking`. The words are of news in general; what is added here must
hit many sites' sentences and no plain report.
"""

from __future__ import annotations

import re
from enum import IntEnum

from bot.language.amounts import MONEY_UNITS
from bot.writers.evidence import Evidence, find_addresses


class Leaning(IntEnum):
    """On what a sentence leans: nothing, the matter that those before speak of, the last one."""

    NONE = 0
    ON_MATTER = 1
    ON_LAST = 2


# What the first of several loses: the others seldom find room.
FIRST_OF_SEVERAL = 0.4
# What each word loses that praises instead of telling, and how many of them count.
PRAISE, MOST_PRAISE = 0.4, 4

_LEANING = re.compile(
    r"^(?:but|and|so|yet|however|moreover|furthermore|instead|still|then|also|that said|in addition"
    r"|meanwhile|therefore|thus|for example|for instance|second|third|finally|another|the latter"
    r"|on the other hand|as a result|it|they|he|she|his|her|its|their|these|those|this|that)\b"
    r"|^(?:但|不过|然而|而(?!且)|而且|此外|同时|其中|其次|再次|最后|另外|因此|所以|于是|并且|二是"
    r"|三是|四是"
    r"|其三|其二|第二|第三|例如|比如|换句话说|也就是说|相比之下|与此同时|随后|之后|它|他|她|其|这"
    r"|该|这一|后者|前者)",
    re.IGNORECASE,
)
_ON_LAST = re.compile(
    r"^(?:but|and|so|yet|however|instead|still|then|second|third|another|the latter|the former"
    r"|for example|in other words|this means|which|not only|because|both)\b"
    r"|^(?:但|然而|所以|于是|首先|其次|其中|一是|一方面|二是|三是|四是|其二|其三|第二|第三|例如|比如"
    r"|换句话说|也就是说|后者|前者|另一|还有一|两者|二者|而(?!且)|并(?!非|购|未))",
    re.IGNORECASE,
)
# A pronoun before anything is named, after whatever says when, where and by whom.
_ON_MATTER = re.compile(
    r"^(?:(?:据|根据|按|在|经|通过|相比|较|与|目前|同时|此外|另外|官方|当前|从|为|对于|针对"
    r"|凭借|借助|定价|性能|技术|架构|价格)"
    r"[^，。]{0,30}[，,]\s*|[^，。]{1,10}[前后内里中时间末初][，,]\s*)*(?:同时|此外|另外|目前|不过|与此同时)?[，,]?\s*"
    r"(?:其(?!中|他|它|余|实|次)|它|他(?!们说)|她|该(?!国|州)|此(?!前|外|次)|这(?!表明|意味)|本次|双方|新版本?|两款)"
    r"|^(?:(?:in|on|at|with|for|by|after|according to|meanwhile|also|additionally|moreover|further"
    r"more|in addition)\b[^,A-Z]{0,40},\s*)*(?:it|they|he|she|his|her|its|their|these|those|this"
    r"|that|the (?:model|company|release|update|tool|system|deal|feature|project|startup|paper"
    r"|new version|image|team|move|former|announcement))\b(?!['’]s\b.{0,3}$)",
    re.IGNORECASE,
)
# The first of several that are told one after the other: alone it misleads.
_FIRST_OF_SEVERAL = re.compile(
    r"^(?:first(?:ly)?|the first|one (?:is|was))\b|^(?:首先|其一|第一|一是)|[：:，]\s*(?:一是"
    r"|其一|首先|第一，)",
    re.IGNORECASE,
)
_FURTHER_ONE = re.compile(
    r"^(?:second(?:ly)?|third(?:ly)?|fourth(?:ly)?|finally|the (?:second|third|fourth|last)"
    r"|another (?:is|was))\b"
    r"|^(?:其次|再次|最后|其[二三四]|第[二三四五]|[二三四五]是)",
    re.IGNORECASE,
)
_CHATTY = re.compile(
    r"\b(?:i|i'm|i’m|i've|we|we're|let's|you|you're|your|my|folks|guys|hey|wow|check|imagine)\b"
    r"|我(?!国)|咱|你|大家|小伙伴|宝子|赶紧|快来|等等党|一起来|吧[。！]|让人|狂喜|福音|这波|属实|^(?:以前|过去|还记得|想象|如果说)",
    re.IGNORECASE,
)
# Praise that any product gets from its maker; a figure beside it is told for its own worth.
_PRAISE = re.compile(
    r"旨在|主打|重磅|迄今最|最智能|最强|补齐|潜力|大利器|打造|全球竞争力|卓越|赋能|助力|极大|大幅(?:提升|优化|简化|降低)(?![^，。]{0,6}\d)|业界(?:领先|顶尖)|世界级"
    r"|顶级|顶尖|引领|里程碑|强大|前所未有|致力于|亮眼|全新的?体验|革命性|颠覆|出色|显著优势"
    r"|全方位|标志着|无缝|惊艳|惊人|完美|优异|迈向|广阔前景|新阶段|新时代|智力跃升|达到?了?[^，。]{0,8}SOTA"
    r"|\b(?:significant(?:ly)? (?:advance|implication|improv|boost|enhanc)\w*|substantial\w* "
    r"(?:implication|improv)\w*|cutting[- ]edge|seamless(?:ly)?|powerful|revolution\w*"
    r"|game[- ]chang\w+|supercharg\w+|groundbreaking|exciting|robust|unlocks?|empower\w*"
    r"|next[- ]level|huge strides|massive(?:ly)?|world[- ]class|unparalleled|superior|stunning"
    r"|a testament to|paves? the way|whopping|amazing|incredibl[ey]|way more)\b",
    re.IGNORECASE,
)
# What says that there is something to say.
_VAGUE = re.compile(
    r"(?:多项|一系列|诸多)(?:更新|动作|进展|变化|升级)|(?:引发|引起|受到|备受)[^，。]{0,6}(?:关注|热议|讨论|瞩目)"
    r"|值得(?:期待|关注)|\bdrew (?:\w+ )?attention\b|\b(?:a lot of|much) (?:attention|buzz)\b",
    re.IGNORECASE,
)
_GUESSED = re.compile(
    r"\b(?:projected|potentially|could|might|may|suggests?|appears? to|seems?|speculat\w+"
    r"|expected to|skepticis\w+|rumou?r\w*)\b|或将|可能|预计|有望|疑似|推测|猜测|质疑",
    re.IGNORECASE,
)
# The words that say what a sum of money is.
_SUM = re.compile(
    r"\b(?:pric\w+|costs?|fees?|sells?|pays?|paid|valu\w+|rais\w+|invest\w*|revenue|sales|profits?"
    r"|fund\w*|worth|spend\w*|budget|fin(?:e|ed|es)|charg\w+|bought|buys?|deal|for)\b"
    r"|定价|价格|售价|收费|成本|融资|估值|投资|营收|收入|利润|募资|筹集|支付|花费|预算|罚款|市值|资金|出资"
    r"|收购|价值|费用|领投|获投|每月|每年|薪|补偿|奖金|额度|订单|出售|斥资|豪掷|亏损",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？][”」』\"')）]*$")


def leaning(text: str, evidence: Evidence, before: str, before_evidence: Evidence) -> Leaning:
    """Return on what the sentence `text` leans; `before` is the one before it, or empty.

    An answer leans on its question, a bare sum on the sentence that says what
    it is the price of.
    """
    if _ON_LAST.match(text) or _ASKS.search(before):
        return Leaning.ON_LAST
    is_sum = any(amount.unit in MONEY_UNITS for amount in evidence.amounts)
    goes_on = any(amount.unit in MONEY_UNITS for amount in before_evidence.amounts)
    if is_sum and goes_on and not _SUM.search(text) and _SUM.search(before):
        return Leaning.ON_LAST
    return Leaning.ON_MATTER if _ON_MATTER.match(text) else Leaning.NONE


def manner(text: str, leans: Leaning) -> float:
    """Return what the style of `text` takes away from its worth, 0 or less."""
    penalties = (
        (0.5, leans is Leaning.ON_LAST),
        (FIRST_OF_SEVERAL, _FIRST_OF_SEVERAL.search(text)),
        (0.3, _LEANING.match(text)),
        (1.5, _ASKS.search(text)),
        (0.4, text.endswith(("!", "！"))),
        (1.2, _CHATTY.search(text)),
        (1.0, _VAGUE.search(text)),
        (1.0, find_addresses(text)),
    )
    praise = PRAISE * min(MOST_PRAISE, len(_PRAISE.findall(text)))
    return -praise - sum(cost for cost, applies in penalties if applies)


def begins_list(text: str) -> bool:
    """Tell whether `text` is, or ends with, the first of several."""
    return _FIRST_OF_SEVERAL.search(text) is not None


def continues_list(text: str) -> bool:
    """Tell whether `text` is a further one of several."""
    return _FURTHER_ONE.search(text) is not None


def is_guess(text: str) -> bool:
    """Tell whether `text` says what may be or come rather than what is."""
    return _GUESSED.search(text) is not None

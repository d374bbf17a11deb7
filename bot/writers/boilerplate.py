"""How sentences that are no news give themselves away, in English and Chinese.

Data for `cleaning` alone: one pattern a line, tried anywhere in a sentence
unless it is anchored. A pattern belongs here when it hits notices on many
sites and no sentence of a report; a word that reports use too (关注, subscribe,
广告) stands here only in the company that makes it a call.
"""

from __future__ import annotations

import re

_READ_ON = (
    r"\bappeared first on\b",
    r"\bcontinue reading\b",
    r"\bread (?:more|it here|on\b|(?:the )?(?:full|whole|original|complete)\b)",
    r"\b(?:learn|see|find out) more(?: at| here| about (?:it|this)| on (?:our|the)|\W*$)",
    r"\bclick (?:here|on|to|below|through|the)\b",
    r"\bcheck (?:out|it out|this out|them out)\b",
    r"\bhead (?:on )?over to\b",
    r"\bmore (?:details|info|information)\b.{0,40}(?:here|link|\(|$)",
    r"\bvisit (?:our|us|the (?:web|site|official))",
    r"\b(?:watch|listen to|download) (?:the|our|this) (?:video|episode|app|pdf|podcast|full)\b",
    r"\bin this (?:episode|newsletter)\b",
    r"点击\s?(?:查看|阅读|这里|此处|链接|下方|上方|蓝字|原文|关注|图片|加入|下载|观看|进入|[“「]"
    r"|$)|便能了解更多|即可(?:了解更多|亲自体验)",
    r"点此|传送门|视频版|敬请(?:关注|期待)",
    r"戳(?:这|链|此|右|左|下|图|原文|个)",
    r"(?:阅读|查看|详见|参见)(?:原文|全文|更多|详情)",
    r"(?:原文|相关|参考|项目|论文|体验|官网|开源)(?:链接|地址|资料|标题)",
    r"更多(?:精彩|资讯|内容|详情|信息)(?:请|可|欢迎|敬请|点|尽在|[，：:]|\W*$)",
    r"详情(?:请|可|见|参)",
)
_FOLLOW = (
    r"\bsign up (?:for|to|here|now)\b",
    r"\bsubscribe (?:to|now|here|today|for)\b",
    r"\b(?:our|this|free|daily|weekly) newsletters?\b",
    r"\bfollow (?:us|me)\b",
    r"\bjoin (?:our|us|the (?:discord|community|conversation|group))\b",
    r"\bleave a comment\b|\bshare (?:this|on)\b|\blet us know\b|\bstay tuned\b",
    r"关注(?:我们|公众号|官方|本号|微信|获取|我的)",
    r"公众号[:：「“]|微信号[:：]",
    r"一键(?:三连|转发)|点赞.{0,6}(?:在看|转发|收藏)|戳?个?在看",
    r"(?:欢迎|记得|赶紧|快来|抓紧)(?:大家)?(?:加入|关注|订阅|转发|转载|投稿|点赞|留言|分享"
    r"|在?评论)",
    r"加(?:入)?(?:群|微信|社群|交流群)|交流群|进群",
    r"扫(?:码|描|一扫).{0,20}(?:关注|添加|加入|进群|查看|领取|二维码)|长按.{0,10}(?:识别|二维码)",
)
_CREDIT = (
    r"\b(?:image|photo|picture|illustration|video)s? ?(?:credits?|courtesy|source|by|via)\b",
    r"\bgetty images\b|\bshutterstock\b",
    r"^(?:image|photo|figure|fig\.|picture|illustration|video|caption)s?\s*(?:[:：]|\d)",
    r"^(?:reporting|editing|writing|edited|written|words|story|photography)(?: and \w+)? by\b",
    r"^by:? (?-i:[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3})(?:\s*[|,·•–-].{0,60})?$",
    r"^(?:disclosure|correction|editor['’]s note|disclaimer)\s*:",
    r"\bmin(?:ute)?s? read\b|^(?:updated|posted|published) (?:on|at|in|by)\b.{0,60}$",
    r"(?:责任编辑|责编|编辑|作者|撰文|采写|校对|排版|审校|编译|图源|题图|封面图?|头图"
    r"|配图)\s*[/｜|:：]",
    r"^(?:文|图|视频|来源|记者|翻译|出品)\s*[/｜|:：]",
    r"图片?(?:来源|来自|源自)",
    r"^[▲△↑]|^图\s*\d+|[上下左右如]图(?:所示|为|是|[：:])",
    r"预计阅读|阅读时长",
    r"本文(?:首发|转载|来自|来源|仅代表|由|约|共)",
    r"感谢.{0,20}(?:投递|线索)",
    r"^（?完）?。?$",
)
_SALES = (
    r"\baffiliate (?:link|commission)|\bmay (?:earn|receive)\b.{0,40}\bcommission\b",
    r"\bsponsored (?:by|post|content)\b|^advertisement\W*$",
    r"\b(?:promo|discount|coupon) code\b|\buse (?:the )?code\b",
    r"优惠码|立即(?:购买|下单|领取|报名)|限时(?:领取|特惠)|领个号",
    r"^广告|广告(?:声明|合作)|文章?含有.{0,10}(?:跳转|外部)链接|节省甄选时间",
)
_RIGHTS = (
    r"\ball rights reserved\b|\bprivacy policy\b|\bterms of (?:use|service) apply\b",
    r"版权(?:所有|归)|(?:禁止|谢绝|如需)转载|转载(?:请|自|须)",
    r"未经(?:授权|许可|允许).{0,10}(?:转载|使用)",
    r"免责声明|风险提示|仅供参考|不构成投资建议",
)
_AGGREGATOR = (
    r"^\[?github repo\]?|\|\s*(?:stars|topics|license):",
    r"\bsubmitted by\b.{0,3}/u/|^/?u/\w+|\[(?:link|comments)\]",
    r"^(?:article|comments) url:|^#? ?comments?\W*$|^discussion\W+link$",
    r"^(?:points|# ?comments|comments|tags?|filed under|related|see also|via|source)\s*:",
)
# What a digest of a forum says of the post instead of the matter.
_FORUM_TALK = (
    r"^(?:one|another|some|several|other|many|a notable|an? \w+) (?:commenters?|comments?"
    r"|redditors?)\b",
    r"^there (?:was|were|is) (?:also )?(?:an? )?(?:\w+ of )?"
    r"(?:commentary|discussions?|chatter|reactions?|talk|buzz)\b",
    r"^(?:related|general|overall|community|user|public) (?:sentiment|reactions?|commentary)\b"
    r"|^(?:supportive|critical|positive|negative|early) (?:summaries|reactions?|takes?|comments?)\b"
    r"|\b(?:was|were|is|are) (?:also )?(?:one of|among) the (?:most|best|biggest|more)\b[^,;]{0,60}"
    r"\b(?:releases?|launch(?:es)?|posts?|papers?|threads?|discussions?|stories)\b[.:]?$",
    r"^reactions? (?:centered|focused|ranged|were|was)\b|\b(?:got|drew"
    r"|met with) an? strong response\b",
    r"^(?:commenters|redditors|comments|the (?:comments|thread|discussion))\b",
    r"^the (?:image|images|screenshot|meme|photo|video|gif|post|tweet) (?:is|are|shows?"
    r"|showcases?|depicts?"
    r"|displays?|features?|illustrates?|appears?|presents?|captures?|humorously|linked|contains)\b",
    r"^(?:op|the (?:user|poster|original poster|op|author of the post)) (?:is|reports?|shares?"
    r"|asks?|describes?"
    r"|mentions?|notes?|has|expresses|highlights?|discusses)\b|^for more details,? see\b"
    r"|^image\W*$",
)
# Nothing but a shout: Big news! 重磅消息！
_SHOUTS = (r"^[^。.]{1,12}[!！]$",)
_TO_MODELS = (
    r"\b(?:ignore|disregard|forget)\b.{0,30}\b(?:instructions?|rules?|prompts?|above)\b",
    r"^(?:system|assistant|user)\s*[:：]|<\|?(?:system|im_start)",
    r"忽略.{0,12}(?:指令|规则|提示|要求|设定)",
)

NOTICE = re.compile(
    "|".join(
        (
            *_READ_ON,
            *_FOLLOW,
            *_CREDIT,
            *_SALES,
            *_RIGHTS,
            *_AGGREGATOR,
            *_SHOUTS,
            *_TO_MODELS,
        )
    ),
    re.IGNORECASE,
)
# Talk about a post: no news even where nothing else is left.
TALK = re.compile("|".join(_FORUM_TALK), re.IGNORECASE)

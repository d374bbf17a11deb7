"""Brief -> Messages for a channel, and pages: templates, cutting, buttons, the bot's own words.

Called by newsroom and the doors. `Renderer` is the door; `say` and `plain` are
the bot's words.
"""

from bot.render.check import check_templates
from bot.render.links import read_start
from bot.render.renderer import Renderer
from bot.render.topic import TopicPage
from bot.render.topic_views import HotLine, OutletLine, ThreadView
from bot.render.words import plain, say

__all__ = [
    "HotLine",
    "OutletLine",
    "Renderer",
    "ThreadView",
    "TopicPage",
    "check_templates",
    "plain",
    "read_start",
    "say",
]

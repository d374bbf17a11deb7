"""Brief -> Messages for a channel, and pages: templates, words, cutting, buttons.

`Renderer` is the door; `say` and `plain` are the bot's own words.
"""

from bot.render.renderer import Renderer
from bot.render.topic import TopicPage
from bot.render.words import plain, say

__all__ = ["Renderer", "TopicPage", "plain", "say"]

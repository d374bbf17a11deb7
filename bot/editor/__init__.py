"""Items -> brief: tag, join into stories, score, pick, compose.

Synchronous and pure: no database, no network. The newsroom calls these verbs
in this order, off the event loop.
"""

from bot.editor.compose import compose
from bot.editor.embeddings import Embedder, local_embedder, text_to_embed
from bot.editor.pick import Pick, pick
from bot.editor.profile import Profile
from bot.editor.rank import Context, Score, Scored, can_tell, score
from bot.editor.stories import join
from bot.editor.tagging import tag
from bot.editor.window import Judge, Window

__all__ = [
    "Context",
    "Embedder",
    "Judge",
    "Pick",
    "Profile",
    "Score",
    "Scored",
    "Window",
    "can_tell",
    "compose",
    "join",
    "local_embedder",
    "pick",
    "score",
    "tag",
    "text_to_embed",
]

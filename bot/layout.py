"""A brief as the messages that chats get. Held by newsroom, asked by the senders."""

from __future__ import annotations

from bot.model import (
    TRADITIONAL,
    Brief,
    Chat,
    ChatKind,
    Length,
    Message,
    Variant,
    script_of,
    template_set,
    variant_of,
)
from bot.render import Renderer
from bot.store import Store

# The channel whose chats are broadcast to.
BROADCAST = "telegram"


class Layout:
    """Lays briefs out, once for each variant rather than for each chat.

    `bot_name` is the bot's username without the @, known once Telegram has told
    it; links that start a chat with the bot are left out until then.
    """

    def __init__(self, store: Store, renderer: Renderer, public_url: str | None) -> None:
        self.bot_name: str | None = None
        self._store = store
        self._renderer = renderer
        self._public_url = public_url

    def messages(self, brief: Brief, variant: Variant) -> tuple[Message, ...]:
        """Return `brief` as the messages that every chat of `variant` gets."""
        return self._renderer.brief(
            brief, variant, bot_name=self.bot_name, public_url=self._public_url
        )

    def messages_for(self, brief: Brief, chat: Chat) -> tuple[Message, ...]:
        """Return `brief` as `chat` gets it."""
        templates = self._store.editions.get(brief.edition).templates
        return self.messages(brief, variant_of(chat, brief.lang, templates))

    def parts(self, brief_id: int, variant: Variant) -> tuple[Message, ...]:
        """Return a stored brief as messages, for the sender."""
        return self.messages(self._store.briefs.by_id(brief_id), variant)

    def part_counts(self, brief: Brief) -> dict[Variant, int]:
        """Return into how many messages `brief` is cut for each variant."""
        return {variant: len(self.messages(brief, variant)) for variant in self._variants(brief)}

    def _variants(self, brief: Brief) -> list[Variant]:
        """Return every form in which `brief` may be sent; pictures change no text."""
        templates = self._store.editions.get(brief.edition).templates
        scripts = dict.fromkeys((brief.lang, script_of(brief.lang, TRADITIONAL)))
        forms = {
            Variant(BROADCAST, kind, script, template_set(kind, length, templates)): None
            for script in scripts
            for kind in ChatKind
            for length in Length
        }
        return list(forms)

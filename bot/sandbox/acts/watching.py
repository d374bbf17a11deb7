"""Looking: at chats, messages, command menus, and the receiving side's book."""

from __future__ import annotations

from bot.sandbox import views
from bot.sandbox.acts.asked import Act, Asked
from bot.sandbox.encoding import encode
from bot.sandbox.state import Sandbox

LONGEST_WAIT_SECONDS = 30.0


def chats(sandbox: Sandbox, asked: Asked) -> str:
    """Return the chats that were last touched, newest first."""
    return views.chats_view(sandbox, asked.integer("limit") or 200)


def messages(sandbox: Sandbox, asked: Asked) -> str:
    """Return the newest messages of a chat, oldest first."""
    chat, after = asked.chat(), asked.integer("after") or 0
    found = [one for one in chat.messages.values() if one.id > after]
    return views.messages_view(sandbox, found[-(asked.integer("limit") or 500) :])


async def wait(sandbox: Sandbox, asked: Asked) -> str:
    """Wait until something happened after event `after`, in one chat or any."""
    chat = asked.integer("chat")
    after = asked.integer("after") or 0
    await sandbox.events.wait(after, chat, asked.seconds("timeout", 25.0, LONGEST_WAIT_SECONDS))
    return encode({"last_event": sandbox.events.last})


def sends(sandbox: Sandbox, asked: Asked) -> str:
    """Return entries of the receiving side's book, oldest first."""
    after, limit = asked.integer("after") or 0, asked.integer("limit") or 1000
    entries = [send._asdict() for send in sandbox.sends.entries(after, limit)]
    return encode({"total": len(sandbox.sends), "sends": entries})


def sends_summary(sandbox: Sandbox, _asked: Asked) -> str:
    """Count what was received, and name whatever came more than once."""
    counts = sandbox.sends.counts()
    doubled = [
        {"chat": chat, "thread": thread, "text": text, "times": times}
        for (chat, thread, text), times in counts.items()
        if times > 1
    ]
    return encode(
        {
            "total": len(sandbox.sends),
            "distinct": len(counts),
            "chats": len({chat for chat, _, _ in counts}),
            "refused_for_pace": sandbox.pace.refused,
            "paid": sandbox.pace.paid,
            "doubled": doubled[:1000],
        }
    )


def commands(sandbox: Sandbox, asked: Asked) -> str:
    """Return the command menu that a person sees in a chat."""
    person = asked.actor()
    scopes = views.command_scopes(asked.chat(), person)
    return encode({"commands": sandbox.profile.menu(scopes, person.language_code or "")})


ACTS: dict[tuple[str, str], Act] = {
    ("GET", "chats"): chats,
    ("GET", "chats/{chat}/messages"): messages,
    ("GET", "chats/{chat}/commands"): commands,
    ("GET", "events"): wait,
    ("GET", "sends"): sends,
    ("GET", "sends/summary"): sends_summary,
}

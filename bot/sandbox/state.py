"""All that one sandbox holds, handed to every method and every act."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.sandbox.calls import Calls
from bot.sandbox.events import Events
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.limits import Pace
from bot.sandbox.profile import Profile
from bot.sandbox.sends import Sends
from bot.sandbox.updates import Updates
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World


@dataclass(slots=True)
class Switches:
    """What a bot's owner or Telegram may have turned on.

    `privacy` is BotFather's privacy mode, `rich_messages` whether the server
    knows `sendRichMessage`, `inline_feedback` whether chosen results are told.
    """

    privacy: bool = True
    rich_messages: bool = False
    inline_feedback: bool = False


@dataclass(slots=True)
class Sandbox:
    """One bot's Telegram: `token` opens it."""

    token: str
    world: World
    pace: Pace
    switches: Switches = field(default_factory=Switches)
    updates: Updates = field(default_factory=Updates)
    webhook: Webhook = field(default_factory=Webhook)
    events: Events = field(default_factory=Events)
    faults: Faults = field(default_factory=Faults)
    sends: Sends = field(default_factory=Sends)
    files: Files = field(default_factory=Files)
    profile: Profile = field(default_factory=Profile)
    calls: Calls = field(default_factory=Calls)

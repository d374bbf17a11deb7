"""What was collected and what was published, to be asked about.

Held by newsroom; called by commands, web and cli.
"""

from bot.archive.answers import Answer, HotTopic, Outlet, Thread, Timeline, TopicItems
from bot.archive.archive import Archive
from bot.archive.proposals import Proposal
from bot.archive.questions import Question
from bot.archive.register import Change, Register
from bot.archive.spans import Days, Span
from bot.archive.telling import Teller, Told

__all__ = [
    "Answer",
    "Archive",
    "Change",
    "Days",
    "HotTopic",
    "Outlet",
    "Proposal",
    "Question",
    "Register",
    "Span",
    "Teller",
    "Thread",
    "Timeline",
    "Told",
    "TopicItems",
]

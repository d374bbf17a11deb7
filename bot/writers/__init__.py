"""Texts of a slot: extractive, by a language model, and the grounding gate over both.

Called by newsroom; `app` opens it.
"""

from bot.writers.answering import Claim, OpenModel, write_answer
from bot.writers.budget import Budget, TextCache, Usage
from bot.writers.grounding import Violation, ViolationKind, check
from bot.writers.language_model import LanguageModel
from bot.writers.opening import open_model, remote_embedder
from bot.writers.remote_embedder import RemoteEmbedder
from bot.writers.writer import Writer

__all__ = [
    "Budget",
    "Claim",
    "LanguageModel",
    "OpenModel",
    "RemoteEmbedder",
    "TextCache",
    "Usage",
    "Violation",
    "ViolationKind",
    "Writer",
    "check",
    "open_model",
    "remote_embedder",
    "write_answer",
]

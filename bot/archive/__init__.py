"""What was collected and what was published, to be asked about.

Held by newsroom; called by commands, web and cli.
"""

from bot.archive.archive import Answer, Archive

__all__ = ["Answer", "Archive"]

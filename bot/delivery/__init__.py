"""The ledger's hands: due lines -> channels, each line exactly once.

`app` runs a `Sender`; what it may do is said by `Rules`.
"""

from bot.delivery.rules import Rules
from bot.delivery.sender import Sender

__all__ = ["Rules", "Sender"]

"""The ledger's hands: due lines -> channels, each line exactly once.

`app` runs a `Sender`; what it may do is said by `Rules`. A `Courier` carries what
is no brief.
"""

from bot.delivery.courier import Courier
from bot.delivery.rules import Rules
from bot.delivery.sender import Sender

__all__ = ["Courier", "Rules", "Sender"]

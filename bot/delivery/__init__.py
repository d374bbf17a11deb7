"""The ledger's hands: due lines -> channels, each line exactly once.

`app` runs a `Sender`; what it may do is said by `Rules`. A `Courier` carries what
is no brief, a `Corrector` what was wrong in one.
"""

from bot.delivery.corrector import Corrector
from bot.delivery.courier import Courier
from bot.delivery.finishing import settle_brief
from bot.delivery.rules import Rules
from bot.delivery.sender import Sender

__all__ = ["Corrector", "Courier", "Rules", "Sender", "settle_brief"]

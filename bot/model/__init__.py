"""The nouns of the project: frozen values that every room may hold.

Nothing here does work or knows where it is kept. All datetimes are aware and
in UTC. Languages are `zh`, `en` or another ISO 639-1 code.
"""

from bot.model.briefs import (
    Brief,
    BriefState,
    Citation,
    Edition,
    Slot,
    SlotText,
    Told,
)
from bot.model.chats import (
    TRADITIONAL,
    USUAL_LENGTH,
    Address,
    Chat,
    ChatKind,
    ChatState,
    Length,
    QuietHours,
    Variant,
    script_of,
    template_set,
    variant_of,
)
from bot.model.deliveries import (
    OWN_PART,
    Delivery,
    DeliveryState,
    Fate,
    Lateness,
    Neighbours,
    Outcome,
    Receipt,
)
from bot.model.messages import (
    Button,
    Message,
    Notice,
    Sent,
)
from bot.model.news import (
    Assignment,
    FetchState,
    Item,
    Source,
    SourceKind,
    Story,
    Topic,
    TopicKind,
    item_id,
)

__all__ = [
    "OWN_PART",
    "TRADITIONAL",
    "USUAL_LENGTH",
    "Address",
    "Assignment",
    "Brief",
    "BriefState",
    "Button",
    "Chat",
    "ChatKind",
    "ChatState",
    "Citation",
    "Delivery",
    "DeliveryState",
    "Edition",
    "Fate",
    "FetchState",
    "Item",
    "Lateness",
    "Length",
    "Message",
    "Neighbours",
    "Notice",
    "Outcome",
    "QuietHours",
    "Receipt",
    "Sent",
    "Slot",
    "SlotText",
    "Source",
    "SourceKind",
    "Story",
    "Told",
    "Topic",
    "TopicKind",
    "Variant",
    "item_id",
    "script_of",
    "template_set",
    "variant_of",
]

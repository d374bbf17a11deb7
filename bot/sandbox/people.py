"""Who is in the world: people, the bot, and what each may do in a chat."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.sandbox.encoding import encode

Status = Literal["creator", "administrator", "member", "restricted", "left", "kicked"]

# What `getChatMember` names for an administrator; everything is granted unless
# the world says otherwise.
RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)
GROUP_RIGHTS = ("can_pin_messages", "can_manage_topics")
CHANNEL_RIGHTS = ("can_post_messages", "can_edit_messages")


@dataclass(slots=True)
class User:
    """A person or a bot. What `as_json` shows never changes."""

    id: int
    first_name: str
    username: str | None = None
    language_code: str | None = None
    is_bot: bool = False
    deactivated: bool = False
    _fragment: str = field(default="", repr=False)

    def as_json(self) -> dict[str, object]:
        """Return the `User` object of the Bot API."""
        shown: dict[str, object] = {
            "id": self.id,
            "is_bot": self.is_bot,
            "first_name": self.first_name,
        }
        if self.username:
            shown["username"] = self.username
        if self.language_code:
            shown["language_code"] = self.language_code
        return shown

    @property
    def fragment(self) -> str:
        """The same as JSON text."""
        if not self._fragment:
            self._fragment = encode(self.as_json())
        return self._fragment


# The account in whose name anonymous administrators of groups write.
ANONYMOUS = User(1087968824, "Group", "GroupAnonymousBot", is_bot=True)


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody's rank in a chat. `withheld` are the rights an administrator lacks."""

    user: User
    status: Status = "member"
    anonymous: bool = False
    withheld: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_inside(self) -> bool:
        """Whether they are in the chat at all."""
        return self.status not in {"left", "kicked"}

    @property
    def is_admin(self) -> bool:
        """Whether they rank above a plain member."""
        return self.status in {"creator", "administrator"}

    def can(self, right: str) -> bool:
        """Return whether they hold the administrator's right `right`."""
        if self.status == "creator":
            return True
        return self.status == "administrator" and right not in self.withheld

    def as_json(self, chat_type: str) -> dict[str, object]:
        """Return the `ChatMember` object of the Bot API."""
        shown: dict[str, object] = {"user": self.user.as_json(), "status": self.status}
        if self.is_admin:
            shown["is_anonymous"] = self.anonymous
        if self.status == "administrator":
            own = CHANNEL_RIGHTS if chat_type == "channel" else GROUP_RIGHTS
            shown["can_be_edited"] = False
            shown.update({right: self.can(right) for right in RIGHTS + own})
        if self.status == "kicked":
            shown["until_date"] = 0
        if self.status == "restricted":
            shown.update(_MUTED)
        return shown


_MUTED: dict[str, object] = {
    "is_member": True,
    "until_date": 0,
    **dict.fromkeys(
        (
            "can_send_messages",
            "can_send_audios",
            "can_send_documents",
            "can_send_photos",
            "can_send_videos",
            "can_send_video_notes",
            "can_send_voice_notes",
            "can_send_polls",
            "can_send_other_messages",
            "can_add_web_page_previews",
            "can_react_to_messages",
            "can_edit_tag",
            "can_change_info",
            "can_invite_users",
            "can_pin_messages",
            "can_manage_topics",
        ),
        False,
    ),
}

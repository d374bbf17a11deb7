"""Who comes and goes: ranks, blocking, topics, and groups that grow up."""

from __future__ import annotations

from bot.sandbox.chats import NO_BODY, Chat, ForumTopic, Message
from bot.sandbox.encoding import encode, joined, members
from bot.sandbox.people import Member, Status, User
from bot.sandbox.posting import note_message
from bot.sandbox.refusals import bad_request
from bot.sandbox.rights import GENERAL_TOPIC
from bot.sandbox.state import Sandbox


def set_rank(
    sandbox: Sandbox,
    chat: Chat,
    user: User,
    status: Status,
    *,
    by: User,
    anonymous: bool = False,
    withheld: frozenset[str] = frozenset(),
) -> None:
    """Give `user` a rank in `chat` at the hand of `by`, and tell the bot."""
    old = chat.member(user)
    new = Member(user, status, anonymous=anonymous, withheld=withheld)
    chat.members[user.id] = new
    _tell_rank(sandbox, chat, by, old, new)
    if chat.type in {"group", "supergroup"} and old.is_inside != new.is_inside:
        _tell_coming_or_going(sandbox, chat, by, new)
    sandbox.events.note("chat", chat.id)


def _tell_rank(sandbox: Sandbox, chat: Chat, by: User, old: Member, new: Member) -> None:
    is_bot = new.user is sandbox.world.bot
    if not is_bot and not sandbox.world.bot_member(chat).is_admin:
        return
    sandbox.updates.push(
        "my_chat_member" if is_bot else "chat_member",
        joined(
            f'"chat":{chat.fragment},"from":{by.fragment},"date":{sandbox.world.now()}',
            members(
                {
                    "old_chat_member": old.as_json(chat.type),
                    "new_chat_member": new.as_json(chat.type),
                }
            ),
        ),
    )


def _tell_coming_or_going(sandbox: Sandbox, chat: Chat, by: User, member: Member) -> None:
    user = member.user.as_json()
    if member.is_inside:
        extra = members({"new_chat_members": [user], "new_chat_member": user})
    else:
        extra = members({"left_chat_member": user})
    announce(sandbox, chat, by, extra, told=sandbox.world.bot_member(chat).is_inside)


def announce(
    sandbox: Sandbox,
    chat: Chat,
    by: User | None,
    extra: str,
    *,
    thread_id: int | None = None,
    told: bool = True,
) -> Message:
    """Place a service message whose content is the JSON fragment `extra`."""
    message = Message(
        sandbox.world.next_message_id(chat),
        chat,
        sandbox.world.now(),
        by,
        NO_BODY,
        thread_id=thread_id,
        extra=extra,
    )
    sandbox.world.place(message)
    note_message(sandbox, message)
    if told:
        sandbox.updates.push("message", message.fragment())
    return message


def set_blocked(sandbox: Sandbox, chat: Chat, *, blocked: bool) -> None:
    """Let the person of a private chat block the bot, or let it in again."""
    if chat.person is None:
        raise bad_request("only a person can block the bot")
    if chat.blocked == blocked:
        return
    bot = sandbox.world.bot
    old: Member = Member(bot, "kicked" if chat.blocked else "member")
    chat.blocked = blocked
    new: Member = Member(bot, "kicked" if blocked else "member")
    _tell_rank(sandbox, chat, chat.person, old, new)
    sandbox.events.note("chat", chat.id)


def migrate(sandbox: Sandbox, group: Chat) -> Chat:
    """Upgrade a basic group to a supergroup, and return that."""
    if group.type != "group" or group.migrated_to:
        raise bad_request("only a basic group can be upgraded")
    owner = next(iter(group.members.values())).user
    new = sandbox.world.add_chat("supergroup", group.title or "", owner=owner)
    new.members = dict(group.members)
    told = sandbox.world.bot_member(group).is_inside
    announce(sandbox, group, owner, f'"migrate_to_chat_id":{new.id}', told=told)
    group.migrated_to = new.id
    announce(sandbox, new, owner, f'"migrate_from_chat_id":{group.id}', told=told)
    sandbox.events.note("chats", 0)
    return new


def open_topic(sandbox: Sandbox, chat: Chat, name: str, by: User) -> ForumTopic:
    """Open a topic in a forum and return it."""
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    # A topic is named after the message that opens it; the first number is General's.
    chat.last_message_id = max(chat.last_message_id, GENERAL_TOPIC)
    number = chat.last_message_id + 1
    topic = chat.topics[number] = ForumTopic(number, name)
    announce(
        sandbox,
        chat,
        by,
        f'"forum_topic_created":{encode({"name": name, "icon_color": 7322096})}',
        thread_id=number,
        told=sandbox.world.bot_member(chat).is_inside,
    )
    sandbox.events.note("chat", chat.id)
    return topic


def set_topic_closed(sandbox: Sandbox, chat: Chat, number: int, by: User, *, closed: bool) -> None:
    """Close a topic of a forum, or open it again."""
    topic = chat.topics.get(number)
    if topic is None:
        raise bad_request("message thread not found")
    if topic.closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.closed = closed
    extra = '"forum_topic_closed":{}' if closed else '"forum_topic_reopened":{}'
    told = sandbox.world.bot_member(chat).is_inside
    announce(sandbox, chat, by, extra, thread_id=number, told=told)
    sandbox.events.note("chat", chat.id)


def delete_topic(sandbox: Sandbox, chat: Chat, number: int) -> None:
    """Delete a topic of a forum with all that stands in it."""
    if chat.topics.pop(number, None) is None:
        raise bad_request("message thread not found")
    for message in [one for one in chat.messages.values() if one.thread_id == number]:
        del chat.messages[message.id]
    sandbox.events.note("chat", chat.id)

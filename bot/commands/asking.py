"""`/topic`, `/topics`, plain words and the buttons under their answers: what one can ask."""

from __future__ import annotations

from telegram import Update
from telegram.ext import ContextTypes

from bot.archive import Answer
from bot.commands.desk import FrontDesk, replace, reply, toast
from bot.commands.telling import told_message
from bot.errors import UnknownTopicError
from bot.language.names import spelling_key
from bot.model import Chat, ChatKind, Message
from bot.render import HotLine, OutletLine, ThreadView, TopicPage
from bot.render.keyboards import topic_token

# Nobody turns further; a forged button may ask for any.
MAX_PAGE = 1000


async def topic(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/topic NAME`."""
    await answer_query(desk, update, " ".join(context.args or []))


async def words(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer plain words in a private chat as a question."""
    message = update.effective_message
    await answer_query(desk, update, (message.text if message else None) or "", in_sentences=True)


async def answer_query(
    desk: FrontDesk, update: Update, query: str, *, in_sentences: bool = False
) -> None:
    """Answer with the newest stories on `query`; if wished and possible, with sentences on them."""
    chat, asked = await desk.chat(update), update.effective_message
    if not query.strip():
        await desk.say(update, "topic.ask")
        return
    answer = await desk.newsroom.archive.look_up(query, zone=desk.zone(chat))
    message = None
    if in_sentences and asked is not None and desk.newsroom.teller.may_tell(answer):
        token = await _token(desk, answer)
        message = await told_message(desk, asked, chat, answer, token)
    await reply(update, message or await topic_message(desk, chat, answer))


async def topic_message(desk: FrontDesk, chat: Chat, answer: Answer) -> Message:
    """Return a page of stories, or near names where nothing was found."""
    if not answer.total and answer.topic is None:
        return desk.renderer.unknown_topic(
            answer.query, answer.near, lang=chat.lang, kind=chat.kind
        )
    token, zone = await _token(desk, answer), desk.zone(chat)

    def render() -> Message:
        page = topic_page(answer, chat, token)
        return desk.renderer.topic_page(
            page, lang=chat.lang, zone=zone, sources=answer.sources, kind=chat.kind
        )

    return desk.pages.message(answer, chat, zone, render)


async def _token(desk: FrontDesk, answer: Answer) -> str:
    """Return what stands for the question in buttons; a long one is remembered for them."""
    is_bare = answer.is_plain_topic and answer.question.span is None
    token = topic_token(answer.topic.name if answer.topic and is_bare else answer.query)
    if token.startswith("~") and answer.total > 1:
        await desk.newsroom.archive.keep_question(token, answer.query)
    return token


def topic_page(answer: Answer, chat: Chat, token: str) -> TopicPage:
    """Return `answer` as `chat` sees it."""
    question, single = answer.question, answer.topic if answer.is_plain_topic else None
    days = question.span.days if question.span else None
    has_own_buttons = single is not None and chat.kind is not ChatKind.CHANNEL
    return TopicPage(
        name=_title(answer, chat.lang),
        stories=answer.stories,
        total=answer.total,
        page=answer.page,
        page_size=answer.page_size,
        token=token,
        aliases=_other_names(answer, chat.lang) if single else (),
        is_search=not question.topics,
        kind=single.kind if single else None,
        parent=_shown(answer, single.parent, chat.lang) if single and single.parent else None,
        days=answer.days,
        words=question.words,
        first_day=days.first if days else None,
        last_day=days.last if days else None,
        note=_note(answer),
        asked=answer.asked.words,
        subject=topic_token(single.name) if single and has_own_buttons else None,
        best_first=answer.best_first,
        is_floor=answer.is_floor,
    )


def _shown(answer: Answer, name: str, lang: str) -> str:
    return answer.names.display(name, lang[:2])


def _title(answer: Answer, lang: str) -> str:
    """Return what is asked in a few words: the names, then the words."""
    question = answer.question
    shown = " + ".join(_shown(answer, topic.name, lang) for topic in question.topics)
    if not question.topics:
        return question.words or answer.query
    return f"{shown} · {question.words}" if question.words else shown


def _other_names(answer: Answer, lang: str) -> tuple[str, ...]:
    (topic,) = answer.question.topics
    shown = _shown(answer, topic.name, lang)
    # Deep Seek says nothing to who has read DeepSeek.
    return tuple(
        name for name in (topic.name, *topic.aliases) if spelling_key(name) != spelling_key(shown)
    )


def _note(answer: Answer) -> str | None:
    """Return the key of the sentence on why an easier question is answered."""
    asked, answered = answer.asked, answer.question
    if answered.topics and not asked.topics:
        return "note.guessed"
    if asked.words and not answered.words and answered.topics:
        return "note.words"
    if answered.is_loose:
        return "note.loose"
    return "note.time" if asked.span is not None and answered.span is None else None


async def topics(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer `/topics` with what is hot now."""
    chat = await desk.chat(update)
    hot = await desk.newsroom.archive.hot_topics()
    called = desk.newsroom.following.shown([each.name for each in hot], chat.lang)
    # Where all is new, the archive is, and none of it is news.
    is_young = all(each.usual == 0 for each in hot)
    lines = [
        HotLine(name, each.stories, None if is_young else each.usual)
        for name, each in zip(called, hot, strict=True)
    ]
    await reply(update, desk.renderer.topics(lines, lang=chat.lang, kind=chat.kind))


async def press_topics(desk: FrontDesk, update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer the button `topics`."""
    await toast(update, None, "en")
    await topics(desk, update, context)


async def press_topic(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Answer a topic's button (`topic:<token>`) with a message of its own."""
    asked = await _pressed(desk, update)
    if asked is not None:
        await answer_query(desk, update, asked)


async def press_page(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Turn the page (`t:<token>:<page>`) in place."""
    await _turn(desk, update, best_first=False)


async def press_best(desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Turn the page (`tb:<token>:<page>`) in place, the best matches first."""
    await _turn(desk, update, best_first=True)


async def _turn(desk: FrontDesk, update: Update, *, best_first: bool) -> None:
    query = update.callback_query
    page = (query.data or "").rpartition(":")[2] if query else ""
    if not (page.isascii() and page.isdecimal() and 1 <= int(page) <= MAX_PAGE):
        return
    asked = await _pressed(desk, update, has_page=True)
    if asked is None:
        return
    chat = await desk.chat(update)
    answer = await desk.newsroom.archive.look_up(
        asked, int(page), zone=desk.zone(chat), best_first=best_first
    )
    await replace(update, await topic_message(desk, chat, answer))


async def press_timeline(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Show in place how the stories on a topic went on (`line:<token>`)."""
    name = await _pressed(desk, update)
    if name is None:
        return
    chat = await desk.chat(update)
    try:
        timeline = await desk.newsroom.archive.timeline(name)
    except UnknownTopicError:
        await desk.say(update, "error.old_button")
        return
    threads = [ThreadView(thread.stories, thread.earlier) for thread in timeline.threads]
    message = desk.renderer.timeline(
        timeline.topic.name,
        threads,
        shown=_called(desk, chat, timeline.topic.name),
        lang=chat.lang,
        zone=desk.zone(chat),
        is_plain=timeline.is_plain,
        kind=chat.kind,
    )
    await replace(update, message)


def _called(desk: FrontDesk, chat: Chat, name: str) -> str:
    """Return a topic as the press of the chat's language calls it."""
    (called,) = desk.newsroom.following.shown([name], chat.lang)
    return called


async def press_outlets(
    desk: FrontDesk, update: Update, _context: ContextTypes.DEFAULT_TYPE
) -> None:
    """Show in place who reports on a topic (`who:<token>`)."""
    name = await _pressed(desk, update)
    if name is None:
        return
    chat = await desk.chat(update)
    try:
        found, outlets = await desk.newsroom.archive.outlets(name)
    except UnknownTopicError:
        await desk.say(update, "error.old_button")
        return
    lines = [
        OutletLine(each.source.title, each.source.site_url, each.items, each.newest)
        for each in outlets
    ]
    message = desk.renderer.outlets(
        found.name,
        lines,
        shown=_called(desk, chat, found.name),
        lang=chat.lang,
        zone=desk.zone(chat),
        kind=chat.kind,
    )
    await replace(update, message)


async def _pressed(desk: FrontDesk, update: Update, *, has_page: bool = False) -> str | None:
    """Acknowledge a button `<verb>:<token>[:<page>]` and return what its token stands for.

    Where nobody remembers that any more, say kindly that it is too old.
    """
    query = update.callback_query
    if query is None or query.data is None:
        return None
    token = query.data.partition(":")[2]
    token = token.rpartition(":")[0] if has_page else token
    asked = await name_behind(desk, token)
    if asked:
        await toast(update, None, "en")
        return asked
    chat = await desk.chat(update)
    await toast(update, "error.old_button", chat.lang)
    return None


async def name_behind(desk: FrontDesk, token: str) -> str:
    """Return the name or question a button's token stands for; empty where nobody knows.

    A long one is only a digest in the button: of a name we know, or of a
    question that was kept when its page was shown.
    """
    if not token.startswith("~"):
        return token
    archive = desk.newsroom.archive
    known = next((name for name in archive.names().topics if topic_token(name) == token), None)
    return known or await archive.question_behind(token) or ""

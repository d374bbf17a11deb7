"""The tables, as SQLModel classes, and their columns for the rooms' statements.

The migrations make the tables; a test holds the two against each other. The
full-text index `item_search` is the databases' own (FTS5, tsvector) and stands
in the migrations and `full_text` only. Row classes never leave the store.
"""

from __future__ import annotations

from sqlalchemy import Table
from sqlmodel import SQLModel

from bot.store.tables.briefs import (
    BriefRow,
    EditionRow,
    SlotRow,
)
from bot.store.tables.chats import (
    ChatRow,
    FollowRow,
    NoticeRow,
    PromptRow,
    ReactionRow,
    ShownRow,
    TapRow,
)
from bot.store.tables.deliveries import (
    DeliveryRow,
    DueHourRow,
)
from bot.store.tables.news import (
    ItemRow,
    ItemTopicRow,
    ItemVectorRow,
    StoryAliasRow,
    StoryRow,
    StoryTopicRow,
    TopicAliasRow,
    TopicRow,
)
from bot.store.tables.records import (
    MarkRow,
    ModelAnswerRow,
    ModelSpendingRow,
    QuestionRow,
)
from bot.store.tables.sources import (
    FetchStateRow,
    SourceRow,
)


def _table(row: type[SQLModel]) -> Table:
    return SQLModel.metadata.tables[str(row.__tablename__)]


source = _table(SourceRow)
fetch_state = _table(FetchStateRow)
topic = _table(TopicRow)
topic_alias = _table(TopicAliasRow)
story = _table(StoryRow)
story_alias = _table(StoryAliasRow)
story_topic = _table(StoryTopicRow)
item = _table(ItemRow)
item_topic = _table(ItemTopicRow)
item_vector = _table(ItemVectorRow)
edition = _table(EditionRow)
brief = _table(BriefRow)
slot = _table(SlotRow)
chat = _table(ChatRow)
follow = _table(FollowRow)
notice = _table(NoticeRow)
shown = _table(ShownRow)
reaction = _table(ReactionRow)
prompt = _table(PromptRow)
tap = _table(TapRow)
delivery = _table(DeliveryRow)
due_hour = _table(DueHourRow)
question = _table(QuestionRow)
model_spending = _table(ModelSpendingRow)
model_answer = _table(ModelAnswerRow)
mark = _table(MarkRow)

# In an order in which every row comes after those it refers to, except that
# topics and stories refer to their own kind.
ALL = (
    source,
    fetch_state,
    topic,
    topic_alias,
    story,
    story_alias,
    story_topic,
    item,
    item_topic,
    item_vector,
    edition,
    brief,
    slot,
    chat,
    follow,
    notice,
    shown,
    reaction,
    prompt,
    tap,
    delivery,
    due_hour,
    question,
    model_spending,
    model_answer,
    mark,
)

"""What is remembered beside the paper: questions, a model's use, things done once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from bot.store.columns import CleanText, UtcDateTime


class QuestionRow(SQLModel, table=True):
    """A question too long for a button, by the token that stands for it there."""

    __tablename__: ClassVar[Any] = "question"
    __table_args__ = (Index("question_asked", "asked_at"),)

    token: str = Field(primary_key=True, sa_type=CleanText)
    text: str = Field(sa_type=CleanText)
    asked_at: datetime = Field(sa_type=UtcDateTime)


class ModelSpendingRow(SQLModel, table=True):
    """The tokens a language model cost on one day (UTC)."""

    __tablename__: ClassVar[Any] = "model_spending"

    day: date = Field(primary_key=True)
    tokens: int


class ModelAnswerRow(SQLModel, table=True):
    """What a language model answered, by a key made of everything it was asked."""

    __tablename__: ClassVar[Any] = "model_answer"
    __table_args__ = (Index("model_answer_time", "answered_at"),)

    key: str = Field(primary_key=True, sa_type=CleanText)
    answer: str = Field(sa_type=CleanText)
    answered_at: datetime = Field(sa_type=UtcDateTime)


class MarkRow(SQLModel, table=True):
    """A thing that is done once, and when it was."""

    __tablename__: ClassVar[Any] = "mark"

    key: str = Field(primary_key=True, sa_type=CleanText)
    at: datetime = Field(sa_type=UtcDateTime)

"""Environment -> values. `app` reads them once and hands them down."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

DEFAULT_DATABASE = "sqlite:///data/tenbrief.db"
TELEGRAM_API = "https://api.telegram.org"
# https://core.telegram.org/bots/faq#how-can-i-message-all-of-my-bot-39s-subscribers-at-once
FREE_RATE = 30.0


class Settings(BaseSettings):
    """Everything an operator may set; `.env.example` explains each.

    Names in the environment are these in capitals.
    """

    model_config = SettingsConfigDict(
        env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True
    )

    telegram_bot_token: SecretStr | None = None
    telegram_api_url: str = TELEGRAM_API
    database_url: str = DEFAULT_DATABASE
    admin_ids: Annotated[tuple[int, ...], NoDecode] = ()
    public_url: str | None = None
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    web_host: str = "127.0.0.1"
    web_port: int = Field(default=8080, ge=0, le=65535)
    llm_url: str | None = None
    llm_api_key: SecretStr | None = None
    llm_model: str | None = None
    llm_daily_tokens: int = Field(default=200_000, ge=0)
    embeddings: str = "local"
    send_rate: float = Field(default=FREE_RATE, gt=0, le=1000)
    paid_broadcast: bool = False
    chat_rate: float = Field(default=1.0, gt=0, le=1000)
    group_rate: float = Field(default=20.0, gt=0, le=60_000)
    unclear_private: Literal["resend", "hold"] = "resend"
    unclear_groups: Literal["resend", "hold"] = "hold"
    allow_private_sources: bool = False

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split_ids(cls, value: object) -> object:
        """Read `1, 2` as two ids."""
        if isinstance(value, str):
            return tuple(part for part in value.replace(",", " ").split())
        return value

    @field_validator("embeddings")
    @classmethod
    def _known_embeddings(cls, value: str) -> str:
        if value in {"local", "off"} or value.startswith(("http://", "https://")):
            return value
        raise ValueError("is local, off, or the address of an OpenAI-compatible /embeddings")

    @model_validator(mode="after")
    def _paid_for(self) -> Self:
        """Let nobody send faster than is free without having said so."""
        if self.send_rate > FREE_RATE and not self.paid_broadcast:
            raise ValueError(
                f"SEND_RATE above {FREE_RATE:.0f} costs Telegram Stars for each message; "
                "set PAID_BROADCAST=true as well if you mean it"
            )
        return self

    @property
    def bot_base_url(self) -> str:
        """Return what python-telegram-bot calls `base_url`."""
        return self.telegram_api_url.rstrip("/") + "/bot"

    @property
    def bot_file_url(self) -> str:
        """Return what python-telegram-bot calls `base_file_url`."""
        return self.telegram_api_url.rstrip("/") + "/file/bot"


def load_settings(env_file: Path | None = Path(".env")) -> Settings:
    """Read the environment and, below it, `env_file`.

    Raises:
        SettingsError: a value cannot be read; the text names the variable.
    """
    try:
        return Settings(_env_file=env_file)
    except ValidationError as error:
        first = error.errors()[0]
        name = f"{first['loc'][0]}: ".upper() if first["loc"] else ""
        reason = str(first["msg"]).removeprefix("Value error, ")
        # The value itself may be a secret: it is never shown.
        raise SettingsError(f"{name}{reason}. Set it in the environment or in .env.") from None

"""The settings: read from the environment (and `.env`), checked once at start."""

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from bot.language import LOCALES, SOURCE

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

#: Where the repository's own data lies: prompts and programmes.
ROOT = Path(__file__).parent.parent

READ_FROM = SettingsConfigDict(env_file=".env", extra="ignore", env_ignore_empty=True, frozen=True)


class Settings(BaseSettings):
    """Everything that can be set from outside, with its defaults."""

    model_config = READ_FROM

    #: `xoxb-…`: speaks to Slack.
    slack_bot_token: str | None = Field(None, validation_alias="SLACK_BOT_TOKEN", repr=False)
    #: Proves that a request comes from Slack (HTTP mode).
    slack_signing_secret: str | None = Field(None, validation_alias="SLACK_SIGNING_SECRET", repr=False)
    #: `xapp-…`: Socket Mode, no public address needed.
    slack_app_token: str | None = Field(None, validation_alias="SLACK_APP_TOKEN", repr=False)
    slack_api_url: str = Field("https://slack.com/api/", validation_alias="SLACK_API_URL")
    database_url: str = Field("sqlite:///var/natverksbot.db", validation_alias="DATABASE_URL")
    secret_key: str | None = Field(None, validation_alias="NATVERKSBOT_SECRET_KEY", repr=False)
    base_url: str = Field("http://localhost:3000", validation_alias="NATVERKSBOT_BASE_URL")
    timezone: str = Field("Europe/Stockholm", validation_alias="NATVERKSBOT_TIMEZONE")
    locale: str = Field("sv", validation_alias="NATVERKSBOT_LOCALE")
    #: Messages a minute to one channel, and to the whole workspace.
    channel_rate: int = Field(60, validation_alias="NATVERKSBOT_CHANNEL_RATE", gt=0)
    workspace_rate: int = Field(240, validation_alias="NATVERKSBOT_WORKSPACE_RATE", gt=0)
    #: Changes of posted messages a minute. Slack takes 50 (Tier 3), of which our other processes need some.
    update_rate: int = Field(40, validation_alias="NATVERKSBOT_UPDATE_RATE", gt=0)
    #: How long a claim holds, and how long Slack's history is given before it decides.
    lease_seconds: float = Field(120, validation_alias="NATVERKSBOT_LEASE_SECONDS", gt=0, le=1800)
    settle_seconds: float = Field(60, validation_alias="NATVERKSBOT_SETTLE_SECONDS", ge=0)
    port: int = Field(3000, validation_alias="PORT", ge=0, le=65535)

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("Europe/Stockholm, Europe/Helsinki …") from error
        return value

    @field_validator("locale")
    @classmethod
    def _locale_is_ours(cls, value: str) -> str:
        if value not in LOCALES:
            raise ValueError("sv / en")
        return value

    @field_validator("slack_api_url", "base_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if urlsplit(value).scheme not in {"http", "https"} or not urlsplit(value).hostname:
            raise ValueError("http://… / https://…")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        return value if value.endswith("/") else f"{value}/"

    @field_validator("database_url")
    @classmethod
    def _database_is_known(cls, value: str) -> str:
        if not value.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")) or not _is_database(value):
            raise ValueError("sqlite:///… / postgresql://…")
        return value

    @field_validator("secret_key")
    @classmethod
    def _keys_are_long_enough(cls, value: str | None) -> str | None:
        for key in value.split(",") if value else ():
            if not _is_key(key):
                raise ValueError("32 bytes, urlsafe base64")
        return value

    @model_validator(mode="after")
    def _postgresql_needs_a_key(self) -> "Settings":
        if self.secret_key is None and not self.database_url.startswith("sqlite:"):
            raise ValueError("NATVERKSBOT_SECRET_KEY")
        return self


def read_settings() -> Settings:
    """Read and check the settings.

    Raises SettingsError with one sentence that names the first one that is missing or bad.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        if not first["loc"]:
            raise SettingsError("setting-missing", setting="NATVERKSBOT_SECRET_KEY") from error
        raise SettingsError("setting-bad", setting=str(first["loc"][0]), wanted=_wanted(first)) from error


class _Operator(BaseSettings):
    """What is asked for before, and whatever, the other settings say."""

    model_config = READ_FROM
    locale: str = Field(SOURCE, validation_alias="NATVERKSBOT_LOCALE")


def read_locale() -> str:
    """Return the operator's language: of sentences about the other settings too, so a bad one counts as unset."""
    wanted = _Operator().locale
    return wanted if wanted in LOCALES else SOURCE


def require(settings: Settings, *names: str) -> None:
    """Check that settings a command cannot do without are there; raises SettingsError that names the first missing."""
    for name in names:
        if getattr(settings, name) is None:
            raise SettingsError("setting-missing", setting=str(Settings.model_fields[name].validation_alias))


def _is_key(value: str) -> bool:
    try:
        return len(base64.b64decode(value.encode(), altchars=b"-_", validate=True)) == 32
    except binascii.Error:
        return False


def _is_database(url: str) -> bool:
    """Return whether it can be read as a database's address. SQLite's must name a file: what forgets is no database."""
    try:
        _ = urlsplit(url).port
    except ValueError:
        return False
    return url.removeprefix("sqlite:///") not in {"", ":memory:"}


def _wanted(error: "ErrorDetails") -> str:
    """Return what a setting should be, without words: they are said in the operator's language."""
    for name, sign in {"gt": ">", "ge": "≥", "le": "≤"}.items():
        if name in error.get("ctx", {}):
            return f"{sign} {error['ctx'][name]:g}"
    if error["type"] in {"int_parsing", "int_from_float", "float_parsing"}:
        return "1, 2, 3 …"
    return error["msg"].removeprefix("Value error, ")

"""The settings of every process: one typed model, read once, each with a default for a laptop.

They come from the environment or ``.env`` with the prefix ``MADOGUCHI_`` and ``__`` for nesting.
"""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from madoguchi.errors import MadoguchiError
from madoguchi.secret_files import read_or_create_fernet_key, read_or_create_token

ROOT = Path(__file__).resolve().parent.parent
"""The checkout: where ``catalogue/``, ``domain.yml`` and ``bot/`` are."""

Port = Annotated[int, Field(ge=1, le=65535)]


class LineAccount(BaseModel):
    """An official account at LINE: what its Messaging API channel is known by."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    channel_secret: SecretStr | None = Field(
        default=None, description="Channel secret; signs what LINE sends."
    )
    channel_access_token: SecretStr | None = Field(
        default=None, description="Long-lived channel access token; what we send bears it."
    )
    liff_id: str | None = Field(
        default=None, description="LIFF app of the form pages; without one they open outside LINE."
    )
    login_channel_id: str | None = Field(
        default=None, description="LINE Login channel that has the LIFF app; ID tokens are for it."
    )


class LineSettings(LineAccount):
    """LINE: the account that all wards share, and those that wards have of their own."""

    wards: dict[str, LineAccount] = Field(
        default={},
        description="Wards' own accounts: `MADOGUCHI_LINE__WARDS__SHIBUYA__CHANNEL_SECRET` etc.",
    )
    api_url: str = Field(default="https://api.line.me", description="LINE's Messaging API.")
    data_url: str = Field(
        default="https://api-data.line.me", description="LINE's API of files and images."
    )

    @property
    def is_used(self) -> bool:
        """Whether any account is set."""
        return any(one.channel_secret for one in (self, *self.wards.values()))


class VoiceSettings(BaseModel):
    """Voice, by browser and by telephone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    recognisers: dict[str, Literal["vosk", "whisper"]] = Field(
        default={},
        description=(
            "Engine of speech recognition by language tag, such as "
            '`{"ja": "vosk", "vi": "whisper"}`; for the others vosk where it has a model, '
            "else whisper."
        ),
    )
    most_sessions: Annotated[int, Field(gt=0)] = Field(
        default=8,
        description=(
            "People whose speech one gateway process recognises at once; further ones are told "
            "that it is busy."
        ),
    )
    whisper_model: str = Field(
        default="base",
        pattern=r"^[\w.-]+$",
        description="Folder in `whisper/` of the language models; a larger model hears better.",
    )
    recognition_threads: Annotated[int, Field(gt=0)] = Field(
        default=2, description="Processor cores that Whisper uses for one utterance."
    )
    telephone_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description=(
            "Secret that a telephony provider shows when it opens a call's media stream; without "
            "it and Twilio's the telephone channel is off."
        ),
    )
    twilio_auth_token: SecretStr | None = Field(
        default=None,
        min_length=16,
        description=(
            "Auth token of the office's Twilio account, which signs the requests that open media "
            "streams; then no token needs to be shown. Set `MADOGUCHI_PUBLIC_URL` with it."
        ),
    )
    control_url: HttpUrl | None = Field(
        default=None,
        description=(
            "Where the office's bridge takes orders to connect or end a call; without one callers "
            "are told the ward's number."
        ),
    )
    sms_url: HttpUrl | None = Field(
        default=None,
        description=(
            "Where the office's bridge takes text messages to callers; without one none is sent."
        ),
    )
    bridge_secret: SecretStr | None = Field(
        default=None,
        min_length=16,
        description="Secret that signs what is sent to the bridge; needed for either URL.",
    )

    @property
    def takes_calls(self) -> bool:
        """Whether any provider can show that a call comes from it."""
        return self.telephone_token is not None or self.twilio_auth_token is not None

    @model_validator(mode="after")
    def _signs_orders(self) -> VoiceSettings:
        """A bridge that takes unsigned orders would take anybody's."""
        if (self.control_url or self.sms_url) and self.bridge_secret is None:
            raise ValueError("BRIDGE_SECRET is needed with CONTROL_URL or SMS_URL")
        return self


class ModelsSettings(BaseModel):
    """Where ``./mado models`` gets models from. Nothing else downloads any."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mirror_url: HttpUrl | None = Field(
        default=None,
        description=(
            "Folder on a web server of the office with the files of the models, each under its "
            "own name; they are then got from there alone."
        ),
    )
    proxy_url: SecretStr | None = Field(
        default=None,
        description=(
            "HTTP proxy for downloading models, such as `http://proxy.example.lg.jp:8080`; "
            "`HTTPS_PROXY` and `NO_PROXY` when unset."
        ),
    )


class Settings(BaseSettings):
    """All settings. Relative paths are relative to the checkout."""

    model_config = SettingsConfigDict(
        env_prefix="MADOGUCHI_",
        env_nested_delimiter="__",
        env_file=ROOT / ".env",
        extra="ignore",
        frozen=True,
    )

    data_dir: Path = Field(
        default=ROOT / "var",
        description="Folder for databases, secrets, logs and models; created when missing.",
    )
    catalogue_dir: Path = Field(
        default=ROOT / "catalogue", description="Folder of the wards' content."
    )
    database_url: SecretStr | None = Field(
        default=None,
        description="SQLAlchemy URL of our data; SQLite in the data folder when unset.",
    )
    workflow_database_url: SecretStr | None = Field(
        default=None,
        description="SQLAlchemy URL of durable workflows; SQLite in the data folder when unset.",
    )
    tracker_database_url: SecretStr | None = Field(
        default=None,
        description=(
            "SQLAlchemy 1.4 URL of Rasa's conversations; SQLite in the data folder when unset."
        ),
    )
    encryption_keys: tuple[SecretStr, ...] | None = Field(
        default=None,
        description=(
            "Fernet keys as a JSON list, newest first; the first encrypts, all decrypt. "
            "Made and kept in the data folder when unset."
        ),
    )
    host: str = Field(default="127.0.0.1", description="Address that the gateway listens on.")
    port: Port = Field(default=8000, description="Port of the gateway.")
    public_url: HttpUrl | None = Field(
        default=None,
        description=(
            "Address at which residents reach the pages, for search engines and shared links; "
            "taken from each request when unset."
        ),
    )
    bot_port: Port = Field(default=5005, description="Loopback port of Rasa.")
    actions_port: Port = Field(default=5055, description="Loopback port of the action server.")
    bot_token: SecretStr | None = Field(
        default=None,
        description="Secret that the gateway shows to Rasa; made and kept when unset.",
    )
    ward: str | None = Field(
        default=None, description="Ward assumed for conversations that name none (None: ask)."
    )
    turn_timeout_seconds: Annotated[float, Field(gt=0)] = Field(
        default=20.0, description="How long a resident waits for one answer before we apologise."
    )
    bot_retry_seconds: Annotated[float, Field(gt=0)] = Field(
        default=86_400.0, description="How long a message is retried while Rasa is away."
    )
    conversation_days: Annotated[int, Field(gt=0)] = Field(
        default=30, description="Days without a message after which a conversation expires."
    )
    review_days: Annotated[int, Field(gt=0)] = Field(
        default=180, description="Days after which the masked record of a turn is erased."
    )
    status_lookups_per_hour: Annotated[int, Field(gt=0)] = Field(
        default=10, description="Look-ups of one receipt number by others than its applicant."
    )
    messages_per_minute: Annotated[int, Field(gt=0)] = Field(
        default=60, description="Messages taken from one conversation in a minute."
    )
    anonymous_requests_per_minute: Annotated[int, Field(gt=0)] = Field(
        default=300,
        description=(
            "Conversations begun and searches made from one address in a minute; a whole office "
            "may share an address."
        ),
    )
    live_streams: Annotated[int, Field(gt=0)] = Field(
        default=500,
        description=(
            "Event streams that one gateway process holds open; each is a connection, and an "
            "open file of the system's limit."
        ),
    )
    web_origins: tuple[str, ...] = Field(
        default=(),
        description=(
            "Origins of other websites whose pages may use the API, as a JSON list: "
            '`["https://www.city.example.lg.jp"]`. None: only our own pages.'
        ),
    )
    line: LineSettings = Field(default=LineSettings(), description="The channel LINE.")
    voice: VoiceSettings = Field(default=VoiceSettings(), description="The voice channels.")
    models: ModelsSettings = Field(
        default=ModelsSettings(), description="Downloads of `./mado models`."
    )
    language_models_dir: Path | None = Field(
        default=None,
        description=(
            "Folder of the models for translation and speech, in `argos/`, `vosk/` and `whisper/`; "
            "`language-models` in the data folder when unset."
        ),
    )

    @field_validator("web_origins")
    @classmethod
    def _are_origins(cls, origins: tuple[str, ...]) -> tuple[str, ...]:
        """Browsers send an origin exactly so; anything else would match never, or too much."""
        for number, origin in enumerate(origins, start=1):
            if not _is_origin(origin):
                raise ValueError(
                    f"entry {number} must be http or https, a host in lower case and a port if it "
                    "is not the usual one, such as https://www.city.example.lg.jp: no path, no "
                    "slash at the end, no *"
                )
        return origins

    @cached_property
    def resolved_database_url(self) -> str:
        """The URL of our data, with the SQLite default filled in."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'madoguchi.db'}"

    @cached_property
    def resolved_workflow_database_url(self) -> str:
        """The URL of the durable workflows, with the SQLite default filled in."""
        if self.workflow_database_url is not None:
            return self.workflow_database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'workflows.db'}"

    @cached_property
    def resolved_tracker_database_url(self) -> str:
        """The URL of Rasa's conversations, with the SQLite default filled in."""
        if self.tracker_database_url is not None:
            return self.tracker_database_url.get_secret_value()
        return f"sqlite:///{self.data_dir / 'tracker.db'}"

    @property
    def resolved_language_models_dir(self) -> Path:
        """The folder of the models for translation and speech."""
        return self.language_models_dir or self.data_dir / "language-models"

    @cached_property
    def resolved_encryption_keys(self) -> tuple[str, ...]:
        """The Fernet keys, newest first; a new one is made and kept on the first call."""
        if self.encryption_keys:
            return tuple(key.get_secret_value() for key in self.encryption_keys)
        return (read_or_create_fernet_key(self.data_dir / "secrets" / "encryption.key"),)

    @cached_property
    def resolved_bot_token(self) -> str:
        """The secret between gateway and Rasa; a new one is made and kept on the first call."""
        if self.bot_token is not None:
            return self.bot_token.get_secret_value()
        return read_or_create_token(self.data_dir / "secrets" / "bot.token")

    @property
    def gateway_url(self) -> str:
        """Where this machine reaches the gateway: one that listens everywhere, on the loopback."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def bot_url(self) -> str:
        """Where Rasa listens."""
        return f"http://127.0.0.1:{self.bot_port}"

    @property
    def actions_url(self) -> str:
        """Where the action server listens."""
        return f"http://127.0.0.1:{self.actions_port}"


_LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_ORIGIN = re.compile(
    r"(?P<scheme>https?)://"
    rf"(?:{_LABEL}(?:\.{_LABEL})*|\[[0-9a-f:]+\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
)
_USUAL_PORTS = {"http": "80", "https": "443"}


def _is_origin(text: str) -> bool:
    match = _ORIGIN.fullmatch(text)
    if match is None:
        return False
    port = match["port"]
    return port is None or (int(port) < 65536 and port != _USUAL_PORTS[match["scheme"]])


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        MadoguchiError: naming each variable that cannot be used; never its value, which may be a
            secret.

    """
    try:
        return Settings()
    except (ValidationError, SettingsError) as error:
        raise MadoguchiError("bad-settings", _complaint(error)) from None


def _complaint(error: ValidationError | SettingsError) -> str:
    if isinstance(error, SettingsError):
        return f"A setting cannot be read: {error}. See docs/settings.md."
    wrong = [
        f"MADOGUCHI_{'__'.join(str(part) for part in problem['loc']).upper()}: {problem['msg']}"
        for problem in error.errors(include_input=False, include_url=False)
    ]
    return f"{'; '.join(wrong)}. See docs/settings.md."

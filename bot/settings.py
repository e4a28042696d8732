"""Everything that may differ from one installation to the next, read once."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

LINE_API = "https://api.line.me"
LINE_DATA_API = "https://api-data.line.me"
DEFAULT_DATABASE = "sqlite:///var/jod.db"
BANGKOK = ZoneInfo("Asia/Bangkok")


class ProcessRole(enum.StrEnum):
    """What this process does: everything, the webhooks and their fresh replies, or all else that is owed."""

    ALL = "all"
    WEB = "web"
    WORKER = "worker"


class BadSettings(Exception):
    """Settings that are missing or wrong, all of them at once."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChannel:
    """How to be one Official Account."""

    secret: str = field(repr=False)
    access_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One frozen object; below app.py nobody looks at the environment."""

    staff: LineChannel | None = None
    shop: LineChannel | None = None
    api_base: str = LINE_API
    data_api_base: str = LINE_DATA_API
    database_url: str = field(default=DEFAULT_DATABASE, repr=False)
    timezone: ZoneInfo = BANGKOK
    port: int = 8000
    role: ProcessRole = ProcessRole.ALL
    log_level: str = "INFO"
    log_json: bool = False
    public_url: str = ""
    """Where the internet reaches this Jod (https://crm.example.com), for links in the chat."""
    answers_per_minute: int = 60
    """To one person; what comes faster is kept and not answered."""
    senders: int = 48
    """Threads that talk to LINE at once: at 50 ms a call, two workers' send 1,900 messages a second."""
    line_timeout: timedelta = timedelta(seconds=10)
    """How long LINE may take to answer a call."""
    pushes_a_second: int = 2_000
    """LINE's limit on a channel, shared by all processes; a multicast counts as ten."""
    retention: timedelta = timedelta(days=365)
    """So long raw messages and photos are kept; what was logged from them stays."""
    tick: timedelta = timedelta(seconds=5)
    push_lease: timedelta = timedelta(seconds=60)
    reply_lease: timedelta = timedelta(seconds=15)

    @property
    def is_all_of_jod(self) -> bool:
        """This process is the only one: the web and the worker in one, on a database in a file."""
        return self.role is ProcessRole.ALL and self.database_url.startswith("sqlite")

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Settings:
        """The settings in `env`; raises BadSettings with every problem found."""
        problems: list[str] = []
        settings = cls(
            staff=_channel(env, "LINE", problems),
            shop=_channel(env, "LINE_SHOP", problems),
            api_base=env.get("LINE_API_BASE") or LINE_API,
            data_api_base=env.get("LINE_DATA_API_BASE") or env.get("LINE_API_BASE") or LINE_DATA_API,
            database_url=env.get("DATABASE_URL") or DEFAULT_DATABASE,
            timezone=_zone(env.get("TIMEZONE") or "Asia/Bangkok", problems),
            port=_whole(env, "PORT", 8000, problems),
            role=_role(env.get("ROLE") or "all", problems),
            log_level=_level(env.get("LOG_LEVEL") or "INFO", problems),
            log_json=(env.get("LOG_FORMAT") or "text") == "json",
            public_url=_address(env, problems),
            answers_per_minute=_whole(env, "ANSWERS_PER_MINUTE", 60, problems),
            senders=_whole(env, "SENDER_THREADS", 48, problems),
            line_timeout=timedelta(milliseconds=_whole(env, "LINE_TIMEOUT_MS", 10_000, problems)),
            pushes_a_second=_whole(env, "PUSHES_A_SECOND", 2_000, problems),
            retention=timedelta(days=_whole(env, "RETENTION_DAYS", 365, problems)),
            tick=timedelta(milliseconds=_whole(env, "TICK_MS", 5000, problems)),
            push_lease=timedelta(milliseconds=_whole(env, "PUSH_LEASE_MS", 60_000, problems)),
            reply_lease=timedelta(milliseconds=_whole(env, "REPLY_LEASE_MS", 15_000, problems)),
        )
        if problems:
            raise BadSettings(problems)
        return settings

    def require_line(self) -> Settings:
        """These settings, if they suffice to talk to LINE; the web and the worker cannot do without."""
        if self.staff is None:
            raise BadSettings(["LINE_CHANNEL_SECRET and LINE_CHANNEL_ACCESS_TOKEN are not set"])
        return self


def _channel(env: Mapping[str, str], prefix: str, problems: list[str]) -> LineChannel | None:
    names = (f"{prefix}_CHANNEL_SECRET", f"{prefix}_CHANNEL_ACCESS_TOKEN")
    values = [env.get(name, "").strip() for name in names]
    if all(values):
        return LineChannel(secret=values[0], access_token=values[1])
    if any(values):
        problems.extend(f"{name} is not set" for name, value in zip(names, values, strict=True) if not value)
    return None


def _zone(name: str, problems: list[str]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        problems.append(f"TIMEZONE={name!r} is no time zone; try Asia/Bangkok")
        return ZoneInfo("UTC")


def _whole(env: Mapping[str, str], name: str, default: int, problems: list[str]) -> int:
    value = env.get(name) or str(default)
    if value.isdecimal() and int(value) > 0:
        return int(value)
    problems.append(f"{name}={value!r} is not a whole number above 0")
    return default


def _role(value: str, problems: list[str]) -> ProcessRole:
    try:
        return ProcessRole(value)
    except ValueError:
        problems.append(f"ROLE={value!r} must be one of all, web, worker")
        return ProcessRole.ALL


def _address(env: Mapping[str, str], problems: list[str]) -> str:
    value = env.get("PUBLIC_URL", "").rstrip("/")
    if value and not value.startswith(("https://", "http://")):
        problems.append(f"PUBLIC_URL={value!r} must begin with https://")
    return value


def _level(value: str, problems: list[str]) -> str:
    if value.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR"):
        problems.append(f"LOG_LEVEL={value!r} must be one of DEBUG, INFO, WARNING, ERROR")
    return value.upper()

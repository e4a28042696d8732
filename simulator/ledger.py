"""LINE's own books: what it was asked, and what it accepted. Only ever added to."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from simulator.errors import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """One request LINE took: from here on it holds, whatever the caller got to hear."""

    endpoint: str
    channel: str
    to: tuple[str, ...]
    delivered: tuple[str, ...]
    messages: tuple[Json, ...]
    message_ids: tuple[str, ...]
    cost: int
    retry_key: str | None
    request_id: str
    at: datetime
    machine_at: datetime

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, default=datetime.isoformat)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One call of the API as it came and as it was answered; status 0 means that no answer was given."""

    number: int
    revision: int
    channel: str
    method: str
    path: str
    endpoint: str
    retry_key: str | None
    body: bytes = field(repr=False)
    status: int
    answer: str
    at: datetime
    machine_at: datetime


@dataclass(slots=True)
class Ledger:
    """Everything accepted and everything asked; `journal` mirrors acceptances to a file of JSON lines."""

    journal: Path | None = None
    accepted: list[Acceptance] = field(default_factory=list)
    calls: list[ApiCall] = field(default_factory=list)

    def accept(self, acceptance: Acceptance) -> None:
        self.accepted.append(acceptance)
        if self.journal is not None:
            with self.journal.open("a", encoding="utf-8") as lines:
                lines.write(acceptance.as_json() + "\n")

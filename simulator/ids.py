"""Ids of the shapes LINE gives, unique over restarts of the simulator."""

from __future__ import annotations

import hashlib
import itertools
import secrets
import time
from collections.abc import Iterator
from datetime import datetime

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
ULID_LENGTH = 26
ULID_RANDOM_BITS = 80


def user_id(name: str) -> str:
    """The id of a person or a bot: the same for the same name, so that a kept database still knows them."""
    return "U" + hashlib.blake2b(name.encode(), digest_size=16).hexdigest()


def group_id() -> str:
    return "C" + secrets.token_hex(16)


def rich_menu_id() -> str:
    return "richmenu-" + secrets.token_hex(16)


def token() -> str:
    """A reply token, quote token or request id: opaque to the bot."""
    return secrets.token_hex(16)


def webhook_event_id(at: datetime) -> str:
    """A ULID: 48 bits of milliseconds, 80 bits of chance, in Crockford's base 32."""
    value = (milliseconds(at) << ULID_RANDOM_BITS) | secrets.randbits(ULID_RANDOM_BITS)
    return "".join(CROCKFORD[value >> 5 * place & 31] for place in reversed(range(ULID_LENGTH)))


def message_ids() -> Iterator[str]:
    """Eighteen digits, rising, starting at the machine's time so that a restart never repeats one."""
    return map(str, itertools.count(time.time_ns() // 10))


def milliseconds(at: datetime) -> int:
    return int(at.timestamp() * 1000)

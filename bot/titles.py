"""What a title says of a person's part in buying: it is offered, never decided."""

from __future__ import annotations

import re

from bot.language.words import load
from models.customer import BuyingRole


def role_suggested(said: str, name: str) -> BuyingRole | None:
    """The role that เฮีย, โฟร์แมน or บัญชี beside that name in a line suggests."""
    for role, words in load("names")["titles"].items():
        titles = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
        beside = rf"(?:{titles})\s*(?:คุณ|พี่)?\s*{re.escape(name)}|{re.escape(name)}\s*(?:{titles})"
        if re.search(beside, said, re.IGNORECASE):
            return BuyingRole(role)
    return None

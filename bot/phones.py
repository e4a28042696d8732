"""Phone numbers as people write them, as they are kept (E.164), and as they are shown."""

from __future__ import annotations

import re

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

HOME = "TH"
"""Numbers without a country code are Thai."""


def e164(said: str) -> str | None:
    """The number as it is kept; None when nobody could be called by it."""
    try:
        number = phonenumbers.parse(said, HOME)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


BESIDE_NAME = re.compile(
    r"(?P<name>\D*?[^\W\d_]\D*?)[\s:,(]*(?:(?:เบอร์|โทร\.?|tel\.?|phone)[\s:]*)?"
    r"(?P<phone>(?:\+66|0)[\d -]{7,12}\d)[\s)]*"
    r"|(?P<first>(?:\+66|0)[\d -]{7,12}\d)[\s:,]+(?P<behind>\D*[^\W\d_]\D*)",
    re.IGNORECASE,
)


def name_and_phone(said: str) -> tuple[str, str]:
    """แนน 089-123-4567 is a name and a number, in either order; any other words are all name."""
    found = BESIDE_NAME.fullmatch(said.strip())
    phone = (found["phone"] or found["first"]) if found else ""
    if found is None or e164(phone) is None:
        return said.strip(), ""
    return (found["name"] or found["behind"]).strip(), phone


THAI = re.compile(r"\+66(?:(2)(\d{3})(\d{4})|([689]\d)(\d{3})(\d{4})|([3-57]\d)(\d{3})(\d{3}))")
"""Bangkok, mobile and provincial numbers, which nearly all are: told apart without 60 µs of work."""


def shown(kept: str) -> str:
    """081-234-5678 for a Thai number, +65 6123 4567 for a foreign one; what cannot be read, as it is."""
    if (thai := THAI.fullmatch(kept)) is not None:
        return "0" + "-".join(filter(None, thai.groups()))
    return _shown(kept)


def _shown(kept: str) -> str:
    try:
        number = phonenumbers.parse(kept, HOME)
    except NumberParseException:
        return kept
    if phonenumbers.region_code_for_number(number) != HOME:
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)
    return phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL).replace(" ", "-")

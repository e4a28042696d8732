"""Phone numbers as they are shown."""

from __future__ import annotations

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat

from bot.phones import shown

THAI = (
    "+6621234567",
    "+66812345678",
    "+66612345678",
    "+66912345678",
    "+6653123456",
    "+6638123456",
    "+6674123456",
)


@pytest.mark.parametrize("kept", THAI)
def test_a_thai_number_is_shown_as_the_library_has_it(kept: str) -> None:
    national = phonenumbers.format_number(phonenumbers.parse(kept), PhoneNumberFormat.NATIONAL)
    assert shown(kept) == national.replace(" ", "-")


def test_a_foreign_number_keeps_its_country_and_what_is_none_stays() -> None:
    assert (shown("+6561234567"), shown("ไม่มี")) == ("+65 6123 4567", "ไม่มี")

"""The note of a logged activity: what was said there, in the person's own words."""

from __future__ import annotations

from bot.language.dates.phrases import Phrase
from bot.language.grammar.fields import any_firm, contact_there, seen, stretches
from bot.language.line import Line, Stretch, spans
from bot.language.notes import head, note, tail
from bot.language.people import Person
from bot.language.scanner import HIDDEN
from bot.language.understanding import Found

OPENING = ("channel", "channel_weak", "link", "party", "particle", "done", "label", "result", "time", "me")
BARE = 6
ONE_LINE_LABELS = ("customer", "channel", "occurred", "follow_up")


def logged_note(line: Line) -> Found[str] | None:
    """Everything but the opening (who, how, when), the follow-up and the headings of a form."""
    firm = stretches(line, any_firm(line))
    persons = spans(
        person for person in line.persons if not _speaks(line, person) and not _is_other_firm(line, person)
    )
    moments = spans(each for each in line.moments if _is_kept_apart(line, each))
    taken = head(
        line,
        [*firm, *persons, *moments, *_roles(line), *_bare_appointments(line), *_pronouns(line)],
        *OPENING,
    )
    ahead = _follow_up(line)
    return note(line, [*taken, *ahead, *tail(line, [*firm, *persons], ahead), *_labels(line)])


def _is_kept_apart(line: Line, phrase: Phrase) -> bool:
    """When it was, of which a field is made; a day to come that no word leads to is told in the note."""
    found = seen(line)
    ahead = found.planned.phrase if found.planned else found.loose
    return phrase is not ahead


def _follow_up(line: Line) -> list[Stretch]:
    """The follow-up with its word, and the clock that may stand apart from its day."""
    found = seen(line).planned
    if found is None:
        return []
    clocks = spans(each for each in line.moments if each.day is None and each.start >= found.stretch[1])
    return [found.stretch, *clocks]


def _bare_appointments(line: Line) -> list[Stretch]:
    """นัด, นัดเจอ: an appointment that was kept, with no object in its word."""
    return [(start, end) for start, end in line.worded("appoint") if end - start <= BARE]


def _roles(line: Line) -> list[Stretch]:
    """The role of whoever was met, where the customer's name follows: ไปพบเจ้าของเจริญยนต์."""
    return [span for span in line.worded("role", "honorific") if _names_follow(line, span[1])]


def _pronouns(line: Line) -> list[Stretch]:
    """met them: whom, where no name is said."""
    return [(start, end) for start, end in line.worded("pronoun") if line.text[start:end].isascii()]


def _names_follow(line: Line, end: int) -> bool:
    linked = any(token.start == end and "link" in token.tags for token in line.tokens)
    return linked or line.tokens.text[end : end + 2].lstrip().startswith(HIDDEN)


def _is_other_firm(line: Line, person: Person) -> bool:
    """SCG in โทรหา TTM ถามเรื่อง SCG: what was talked about, not whom with."""
    found, spoken_to = any_firm(line), contact_there(line)
    if spoken_to is not None and line.place(spoken_to.start) == person.start:
        return False
    firms = {named.id for named in person.named if named.kind == "customer"}
    return bool(firms) and found is not None and found.value.id is not None and found.value.id not in firms


def _speaks(line: Line, person: Person) -> bool:
    """คุณสมชายขอ 1.5 ล้าน: the person begins a sentence, which stays whole."""
    if any(
        token.start == person.end and {"link", "done", "particle"} & token.tags.keys()
        for token in line.tokens
    ):
        return False
    return line.tokens.text[person.end : person.end + 1] not in ("", " ", "\n", ",", ":", HIDDEN)


def _labels(line: Line) -> list[Stretch]:
    """A form's headings, and what stands behind those of the customer, the channel and the dates."""
    return [_label(line, at) for at in line.places("label")]


def _label(line: Line, at: int) -> Stretch:
    token = line.token(at)
    if token.tags["label"] not in ONE_LINE_LABELS:
        return token.start, token.end
    end = line.text.find("\n", token.end)
    return token.start, end if end >= 0 else len(line.text)

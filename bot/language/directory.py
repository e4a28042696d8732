"""The names of one workspace: who is mentioned in a text, who is meant by a name that is nearly right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.language.entries import LOOSE_RANK, Entry, Member, Named, Team
from bot.language.finder import Finder
from bot.language.mentions import Mention, Names, beside, hits, loose, squeezed, strong, weak
from bot.language.names import full_spellings, key, site_spellings, skeleton, spellings, without_trade
from bot.language.trigrams import TrigramIndex

LONGEST_NAME = 100
"""Letters of a name that are compared; more are no name."""


@dataclass(slots=True)
class _Keys:
    """What one entry put into the indexes, so that it can be taken out again."""

    named: list[tuple[str, Named]] = field(default_factory=list)
    deals: list[tuple[str, Named]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)


class Directory:
    """Who is who in one workspace; `put` and `drop` cost microseconds."""

    def __init__(self, entries: Iterable[Entry] = (), members: Iterable[Member] = ()) -> None:
        self._entries: dict[int, Entry] = {}
        self._members: dict[int, Member] = {}
        self.teams: tuple[Team, ...] = ()
        self._exact: Names = Finder()
        self._toneless: Names = Finder()
        self._deals: Names = Finder()
        self._near = TrigramIndex()
        self._row_owner: dict[int, int] = {}
        self._kept: dict[int, _Keys] = {}
        for member in members:
            self.put_member(member)
        for entry in entries:
            self.put(entry)
        if self._entries:
            self.warm()

    def warm(self) -> None:
        """Get ready for names that are nearly right; to be called when all entries are in."""
        self._near.warm()

    def __len__(self) -> int:
        return len(self._entries)

    def entry(self, id: int) -> Entry | None:  # noqa: A002 - it is the entry's own field
        """The customer with this id, if it is here."""
        return self._entries.get(id)

    def entries(self) -> Iterator[Entry]:
        """Every customer."""
        yield from self._entries.values()

    def member(self, id: int) -> Member | None:  # noqa: A002
        """The member with this id, if he or she is here."""
        return self._members.get(id)

    def put(self, entry: Entry) -> None:
        """Add a customer, or replace what is known of it."""
        self.drop(entry.id)
        self._entries[entry.id] = entry
        kept = self._kept[entry.id] = _Keys()
        for word, named in _customer_keys(entry):
            self._add(word, named)
            kept.named.append((word, named))
        for word, named in _deal_keys(entry):
            _put(self._deals, word, named)
            kept.deals.append((word, named))
        for name in dict.fromkeys(
            full for each in (entry.name, *entry.aliases) for full in full_spellings(each)
        ):
            row = self._near.put(skeleton(name))
            self._row_owner[row] = entry.id
            kept.rows.append(row)

    def put_member(self, member: Member) -> None:
        """Add a person of the team, or replace what is known of them."""
        if before := self._members.get(member.id):
            for name in (before.name, *before.aliases):
                self._remove(key(name), Named("member", member.id))
        self._members[member.id] = member
        for name in (member.name, *member.aliases):
            self._add(key(name), Named("member", member.id))

    def drop(self, id: int) -> None:  # noqa: A002
        """Forget a customer; one that is not here is no error."""
        self._entries.pop(id, None)
        kept = self._kept.pop(id, _Keys())
        for word, named in kept.named:
            self._remove(word, named)
        for word, named in kept.deals:
            _drop(self._deals, word, named)
        for row in kept.rows:
            self._near.drop(row)
            del self._row_owner[row]

    def named(self, name: str) -> tuple[Named, ...]:
        """Everybody who answers to exactly this name: customers, contacts, members."""
        return self._exact.words.get(key(name), ())

    def exact(self, name: str) -> tuple[int, ...]:
        """Customers with this very name or alias; those with it as a short form only if there is no other."""
        customers = [one for one in self.named(name) if one.kind == "customer" and one.rank < LOOSE_RANK]
        best = min((named.rank for named in customers), default=0)
        return tuple(dict.fromkeys(named.id for named in customers if named.rank == best))

    def nearest(self, name: str, limit: int = 5) -> list[tuple[int, float]]:
        """Customers whose name or alias is like this one, with their likeness (0 to 100), best first."""
        best: dict[int, float] = {}
        for row, score in self._near.nearest(skeleton(key(name[:LONGEST_NAME])), limit * 4):
            best.setdefault(self._row_owner[row], score)
        return list(best.items())[:limit]

    def mentions(self, text: str) -> list[Mention]:
        """Known names in a normalised text, in order, the longest where they overlap, spaces ignored."""
        letters, places = squeezed(text)
        names = hits(self._exact, letters)
        found = list(strong(names, letters, places, text))
        if not any(mention.of("customer") for mention in found):
            found = beside(found, loose(self._toneless, text))
        return sorted(beside(found, weak(names, letters, places, text)), key=lambda each: each.start)

    def deals(self, text: str) -> list[Mention]:
        """Names of open deals in a normalised text, in order, the longest where they overlap."""
        letters, places = squeezed(text)
        return list(strong(hits(self._deals, letters), letters, places, text))

    def _add(self, word: str, named: Named) -> None:
        for finder, spelling in ((self._exact, word), (self._toneless, skeleton(word))):
            _put(finder, spelling, named)

    def _remove(self, word: str, named: Named) -> None:
        for finder, spelling in ((self._exact, word), (self._toneless, skeleton(word))):
            _drop(finder, spelling, named)


def _put(finder: Names, spelling: str, named: Named) -> None:
    finder.put(spelling, (*finder.words.get(spelling, ()), named))


def _drop(finder: Names, spelling: str, named: Named) -> None:
    left = list(finder.words[spelling])
    left.remove(named)
    if left:
        finder.put(spelling, tuple(left))
    else:
        finder.drop(spelling)


def _customer_keys(entry: Entry) -> Iterator[tuple[str, Named]]:
    seen: set[str] = set()
    for name in (entry.name, *entry.aliases):
        ranked = [(word, min(at, 1)) for at, word in enumerate(spellings(name))]
        ranked += [(word, LOOSE_RANK) for word in without_trade(name)]
        for word, rank in ranked:
            if word not in seen and len(word) > 1:
                seen.add(word)
                yield word, Named("customer", entry.id, entry.id, rank)
    for id_, name, _role in entry.contacts:
        yield key(name), Named("contact", id_, entry.id)


def _deal_keys(entry: Entry) -> Iterator[tuple[str, Named]]:
    """เหล็กเส้นโครงการบางนา is also found as โครงการบางนา and as บางนา."""
    for id_, name in entry.deals:
        for word in site_spellings(name):
            yield word, Named("deal", id_, entry.id)

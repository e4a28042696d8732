"""What is said of one person of the team, or of a customer nobody speaks with, in one line."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.cards.activity import when_text
from bot.context import Desk
from bot.intents.teams import TeamSummary
from bot.language import MemberRef
from models import figures
from models.figures import Figures
from models.member import Member
from models.period import Period


def tally(desk: Desk, did: Figures) -> str:
    """เข้าพบ 2 · โทร/ไลน์ 3 (ไม่รับสาย 1) · คุยได้ 4 ราย."""
    words = desk.words
    calls = words("summary.count_calls", count=did.contacts)
    if did.unanswered:
        calls += f" {words('summary.count_unanswered', count=did.unanswered)}"
    visits = words("summary.count_visits", count=did.visits)
    parts = [text for text, count in ((visits, did.visits), (calls, did.contacts)) if count]
    return " · ".join((*parts, words("summary.count_reached", count=did.reached)))


def silence(desk: Desk, member: Member, period: Period) -> str:
    """มี 2 นัดในแผน · ลงล่าสุดเมื่อวาน 17:05."""
    words, workspace = desk.words, desk.workspace.id
    due = figures.due_between(desk.session, workspace, [member.id], period.first, period.last)
    planned, _ = due.get(member.id, (0, 0))
    last = figures.last_logged(desk.session, [member.id]).get(member.id)
    logged = _logged(desk, last) if last else words("summary.never_logged")
    return f"{words('summary.planned', count=planned)} · {logged}" if planned else logged


def _logged(desk: Desk, last: datetime) -> str:
    """Thai glues เมื่อวาน to the words before it, but not a date."""
    is_near = desk.today - desk.local(last).date() <= timedelta(days=1)
    key = "summary.last_logged_near" if is_near else "summary.last_logged"
    return desk.words(key, when=when_text(desk, last))


def day_of(member: Member, period: Period) -> TeamSummary:
    """What a person's line opens: that person's entries and plan of those days."""
    return TeamSummary(rep=MemberRef("", member.id), date_from=period.first, date_to=period.last)


def unreached_since(desk: Desk, days: int) -> datetime:
    """Whoever was last reached before this moment has waited for that many days."""
    return desk.start_of(desk.today - timedelta(days=days - 1))


def unreached(desk: Desk, last_contact_at: datetime | None) -> str:
    """ไม่ได้คุยมา 34 วัน."""
    if last_contact_at is None:
        return desk.words("summary.never_reached")
    days = (desk.today - desk.local(last_contact_at).date()).days
    return desk.words("summary.unreached_for", days=days)

"""figures of each day, week and month are kept as they are made"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SPANS = ("day", "week", "month")
LONGEST = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=31)}

COUNTS = ("visits", "meetings", "calls", "chats", "mails", "notes", "not_met", "unanswered")
MONEY = "amount IS NOT NULL"
GIVEN = "reported_at IS NULL AND owner_id <> set_by_id"


def upgrade() -> None:
    op.create_table(
        "rollups",
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("span", sa.Enum(*SPANS, name="span", native_enum=False, length=24), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("member_id", LONG, nullable=False),
        *(sa.Column(name, LONG, nullable=False) for name in (*COUNTS, "customers")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_rollups_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_rollups_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "span", "first", "member_id", name=op.f("pk_rollups")),
    )
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_workspace_id_occurred_at")
        batch_op.drop_index("ix_activities_workspace_id_member_id_occurred_at")
        batch_op.create_index(
            "ix_activities_workspace_id_member_id_logged_at", ["workspace_id", "member_id", "logged_at"]
        )
        by_person = ["workspace_id", "member_id", "occurred_at", "customer_id"]
        batch_op.create_index("ix_activities_by_person", [*by_person, "outcome", "channel", "deleted"])
        batch_op.create_index("ix_activities_money", [*by_person, "amount", "deleted", "id"], **_only(MONEY))
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.create_index("ix_followups_given", ["workspace_id", "set_by_id"], **_only(GIVEN))
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.create_index("ix_members_plan_at", ["plan_at"])
    _fill(op.get_bind())


def downgrade() -> None:
    with op.batch_alter_table("members", schema=None) as batch_op:
        batch_op.drop_index("ix_members_plan_at")
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.drop_index("ix_followups_given")
    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_index("ix_activities_money")
        batch_op.drop_index("ix_activities_by_person")
        batch_op.drop_index("ix_activities_workspace_id_member_id_logged_at")
        batch_op.create_index(
            "ix_activities_workspace_id_member_id_occurred_at", ["workspace_id", "member_id", "occurred_at"]
        )
        batch_op.create_index("ix_activities_workspace_id_occurred_at", ["workspace_id", "occurred_at"])
    op.drop_table("rollups")


def _only(which: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(which), "postgresql_where": sa.text(which)}


FILL = sa.text("""
    INSERT INTO rollups (
        workspace_id, span, first, member_id,
        visits, meetings, calls, chats, mails, notes, not_met, unanswered, customers
    )
    SELECT
        :workspace, :span, :first, a.member_id,
        count(CASE WHEN a.channel = 'visit' THEN 1 END),
        count(CASE WHEN a.channel = 'meeting' THEN 1 END),
        count(CASE WHEN a.channel = 'call' THEN 1 END),
        count(CASE WHEN a.channel = 'line' THEN 1 END),
        count(CASE WHEN a.channel = 'email' THEN 1 END),
        count(CASE WHEN a.channel = 'note' THEN 1 END),
        count(CASE WHEN a.channel IN ('visit', 'meeting') AND a.outcome <> 'reached' THEN 1 END),
        count(CASE WHEN a.channel IN ('call', 'line', 'email') AND a.outcome <> 'reached' THEN 1 END),
        count(DISTINCT CASE WHEN a.channel <> 'note' AND a.outcome = 'reached' THEN a.customer_id END)
    FROM activities a
    WHERE a.workspace_id = :workspace
      AND a.member_id IN (SELECT id FROM members WHERE workspace_id = :workspace)
      AND a.occurred_at >= :start AND a.occurred_at < :end AND NOT a.deleted
    GROUP BY a.member_id
""").bindparams(
    sa.bindparam("workspace", type_=sa.BigInteger()),
    sa.bindparam("span", type_=sa.String()),
    sa.bindparam("first", type_=sa.Date()),
    sa.bindparam("start", type_=sa.DateTime(timezone=True)),
    sa.bindparam("end", type_=sa.DateTime(timezone=True)),
)
ENDS = sa.text(
    "SELECT min(occurred_at) AS earliest, max(occurred_at) AS latest"
    " FROM activities WHERE workspace_id = :workspace"
).columns(earliest=sa.DateTime(timezone=True), latest=sa.DateTime(timezone=True))


def _fill(connection: sa.Connection) -> None:
    """What has been logged so far is counted once, a statement a span."""
    for workspace_id, timezone in connection.execute(sa.text("SELECT id, timezone FROM workspaces")).all():
        earliest, latest = connection.execute(ENDS, {"workspace": workspace_id}).one()
        if earliest is not None:
            zone = ZoneInfo(timezone)
            spans = _spans(_day(earliest, zone), _day(latest, zone), zone)
            connection.execute(FILL, [{"workspace": workspace_id, **one} for one in spans])


def _day(moment: datetime, zone: ZoneInfo) -> date:
    """SQLite gives moments back without their zone; they are kept in UTC."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(zone).date()


def _spans(earliest: date, latest: date, zone: ZoneInfo) -> Iterator[dict[str, Any]]:
    for span in SPANS:
        first = _first(span, earliest)
        while first <= latest:
            after = _first(span, first + LONGEST[span])
            start, end = (datetime.combine(day, time(), zone).astimezone(UTC) for day in (first, after))
            yield {"span": span, "first": first, "start": start, "end": end}
            first = after


def _first(span: str, day: date) -> date:
    if span == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if span == "month" else day

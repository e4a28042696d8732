"""what is open is told from its index: where something comes next, and for which deal, without the rows"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
SLIPPED = sa.text("state = 'open' AND moved >= 3")
FOLLOWUPS = ["workspace_id", "state", "customer_id"]
DEALS = ["workspace_id", "state", "owner_id", "stage", "amount"]


def upgrade() -> None:
    _replace("followups", "ix_followups_open", [*FOLLOWUPS, "due_on", "owner_id", "deal_id"])
    _replace("deals", "ix_deals_open", [*DEALS, "customer_id", "rests_until"])
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_followups_slipped",
            ["workspace_id", "state", "owner_id", "due_on"],
            sqlite_where=SLIPPED,
            postgresql_where=SLIPPED,
        )


def downgrade() -> None:
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.drop_index("ix_followups_slipped", sqlite_where=SLIPPED, postgresql_where=SLIPPED)
    _replace("deals", "ix_deals_open", DEALS)
    _replace("followups", "ix_followups_open", FOLLOWUPS)


def _replace(table: str, index: str, columns: list[str]) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_index(index, sqlite_where=OPEN, postgresql_where=OPEN)
        batch_op.create_index(index, columns, sqlite_where=OPEN, postgresql_where=OPEN)

"""how promises were kept is counted from an index of those that were judged"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

JUDGED = sa.text("punctual IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.create_index(
            "ix_followups_judged",
            ["workspace_id", "owner_id", "due_on", "punctual", "state"],
            sqlite_where=JUDGED,
            postgresql_where=JUDGED,
        )


def downgrade() -> None:
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.drop_index("ix_followups_judged", sqlite_where=JUDGED, postgresql_where=JUDGED)

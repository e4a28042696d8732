"""rounds that go on, and rounds at which customers were won, are found without looking at the rest"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

RUNNING, LIVE, WON = sa.text("state = 'running'"), sa.text("ended_at IS NULL"), sa.text("\"end\" = 'won'")


def upgrade() -> None:
    with op.batch_alter_table("cadences", schema=None) as batch_op:
        batch_op.drop_index("ix_cadences_running")
        batch_op.create_index(
            "ix_cadences_live",
            ["workspace_id", "customer_id", "state"],
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        )
        batch_op.create_index(
            "ix_cadences_won",
            ["workspace_id", "size", "done"],
            sqlite_where=WON,
            postgresql_where=WON,
        )


def downgrade() -> None:
    with op.batch_alter_table("cadences", schema=None) as batch_op:
        batch_op.drop_index("ix_cadences_won")
        batch_op.drop_index("ix_cadences_live")
        batch_op.create_index(
            "ix_cadences_running",
            ["workspace_id", "state", "customer_id"],
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        )

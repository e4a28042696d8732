"""how many messages LINE counts for what we send, and what it last said of an account's month"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SPENT = sa.text("state = 'sent' AND kind IN ('push', 'multicast')")


def upgrade() -> None:
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("costs", sa.SmallInteger(), server_default="1", nullable=False))
        batch_op.create_index(
            "ix_outbox_spent",
            ["channel_id", "created_at", "purpose", "costs"],
            sqlite_where=SPENT,
            postgresql_where=SPENT,
        )
    op.execute("UPDATE outbox SET costs = json_array_length(recipients) WHERE recipients IS NOT NULL")
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.create_index("ix_notices_workspace_id_taken_at", ["workspace_id", "taken_at"])
    with op.batch_alter_table("channel_states", schema=None) as batch_op:
        batch_op.drop_column("quota_left")
        batch_op.add_column(sa.Column("quota_limit", LONG, nullable=True))
        batch_op.add_column(sa.Column("quota_used", LONG, server_default="0", nullable=False))
        batch_op.add_column(sa.Column("quota_ours", LONG, server_default="0", nullable=False))
        batch_op.add_column(sa.Column("quota_asked_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("channel_states", schema=None) as batch_op:
        for name in ("quota_asked_at", "quota_ours", "quota_used", "quota_limit"):
            batch_op.drop_column(name)
        batch_op.add_column(sa.Column("quota_left", LONG, nullable=True))
    with op.batch_alter_table("notices", schema=None) as batch_op:
        batch_op.drop_index("ix_notices_workspace_id_taken_at")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_spent")
        batch_op.drop_column("costs")

"""what LINE says of a channel is known to every process; urgent messages go first"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "channel_states",
        sa.Column("channel_id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("slowed", LONG, nullable=False),
        sa.Column("slowed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quota_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quota_left", LONG, nullable=True),
        sa.Column("look_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_channel_states_channel_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_channel_states_workspace_id")
        ),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_channel_states")),
    )
    op.create_table(
        "delivery_counts",
        sa.Column("channel_id", LONG, nullable=False),
        sa.Column("outcome", sa.String(length=40), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_delivery_counts_channel_id")),
        sa.PrimaryKeyConstraint("channel_id", "outcome", name=op.f("pk_delivery_counts")),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("lane", sa.SmallInteger(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("recipients", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("details", sa.Text(), nullable=False, server_default=""))
        batch_op.drop_index("ix_outbox_waiting")
    op.execute("UPDATE outbox SET lane = 0 WHERE purpose IN ('answer', 'reminder')")
    op.execute("UPDATE outbox SET lane = 2 WHERE purpose = 'promotion'")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.alter_column("lane", server_default=None)
        batch_op.alter_column("details", server_default=None)
        batch_op.create_index(
            "ix_outbox_on_the_way",
            ["channel_id", "lane", "next_at", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'sending')"),
            postgresql_where=sa.text("state IN ('pending', 'sending')"),
        )
        batch_op.create_index(
            "ix_outbox_standing",
            ["workspace_id", "state", "created_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('held', 'failed', 'uncertain')"),
            postgresql_where=sa.text("state IN ('held', 'failed', 'uncertain')"),
        )
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.create_index(
            "ix_inbox_dead",
            ["workspace_id"],
            unique=False,
            sqlite_where=sa.text("state = 'dead'"),
            postgresql_where=sa.text("state = 'dead'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("inbox", schema=None) as batch_op:
        batch_op.drop_index("ix_inbox_dead")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_standing")
        batch_op.drop_index("ix_outbox_on_the_way")
        batch_op.drop_column("details")
        batch_op.drop_column("recipients")
        batch_op.drop_column("lane")
        batch_op.create_index(
            "ix_outbox_waiting",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'sending', 'held')"),
            postgresql_where=sa.text("state IN ('pending', 'sending', 'held')"),
        )
    op.drop_table("delivery_counts")
    op.drop_table("channel_states")

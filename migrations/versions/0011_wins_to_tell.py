"""wins are told a while after, and a company has reasons of its own why deals are lost"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TO_TELL = sa.text("tell_at IS NOT NULL")
NONE_YET = sa.text("'[]'")


def upgrade() -> None:
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tell_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_deals_to_tell", ["tell_at"], sqlite_where=TO_TELL, postgresql_where=TO_TELL)
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("lost_reasons", sa.JSON(none_as_null=True), nullable=False, server_default=NONE_YET)
        )
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.alter_column("lost_reasons", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("lost_reasons")
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.drop_index("ix_deals_to_tell", sqlite_where=TO_TELL, postgresql_where=TO_TELL)
        batch_op.drop_column("tell_at")

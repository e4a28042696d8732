"""how many lines of a minute a chat has had"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.add_column(sa.Column("minute", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("lines", LONG, nullable=False, server_default="0"))
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.alter_column("lines", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("chats", schema=None) as batch_op:
        batch_op.drop_column("lines")
        batch_op.drop_column("minute")

"""a file sent into the chat may be a list of purchases"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(24), nullable=False, server_default="customers"))
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.alter_column("kind", server_default=None)
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purchase_id", LONG, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("import_rows", schema=None) as batch_op:
        batch_op.drop_column("purchase_id")
    with op.batch_alter_table("imports", schema=None) as batch_op:
        batch_op.drop_column("kind")

"""what was taken on credit is owed by a bill that knows its sale; who was ever billed has an index"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

BILLED = sa.text("kind = 'billed'")
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purchase_id", LONG, nullable=True))
        batch_op.create_index(
            "ix_payments_billed",
            ["workspace_id", "customer_id"],
            sqlite_where=BILLED,
            postgresql_where=BILLED,
        )


def downgrade() -> None:
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index("ix_payments_billed", sqlite_where=BILLED, postgresql_where=BILLED)
        batch_op.drop_column("purchase_id")

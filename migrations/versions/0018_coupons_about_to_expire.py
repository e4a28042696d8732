"""coupons of which nobody has been reminded are found by the day on which they expire"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

UNREMINDED = sa.text("reminded_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.drop_index("ix_coupons_expiring")
        batch_op.create_index(
            "ix_coupons_expiring",
            ["workspace_id", "expires_at", "id"],
            sqlite_where=UNREMINDED,
            postgresql_where=UNREMINDED,
        )


def downgrade() -> None:
    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.drop_index("ix_coupons_expiring")
        batch_op.create_index("ix_coupons_expiring", ["workspace_id", "expires_at", "reminded_at"])

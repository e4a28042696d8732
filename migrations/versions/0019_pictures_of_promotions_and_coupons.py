"""addresses of pictures: a promotion's photo, a coupon's QR code"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TABLES = ("promotions", "coupons")


def upgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column("picture", sa.String(length=32), nullable=True))
            batch_op.create_index(f"ix_{table}_picture", ["picture"], unique=True)


def downgrade() -> None:
    for table in TABLES:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_index(f"ix_{table}_picture")
            batch_op.drop_column("picture")

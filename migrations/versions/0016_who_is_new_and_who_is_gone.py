"""after how many days a consumer of a shop is no longer new, inactive, lost, or at risk"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

DAYS = {"new_days": 30, "away_days": 90, "lost_days": 365}
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        for name, usual in DAYS.items():
            batch_op.add_column(sa.Column(name, LONG, nullable=False, server_default=str(usual)))
        batch_op.add_column(sa.Column("risk_factor", sa.Float(), nullable=False, server_default="2"))
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        for name in (*DAYS, "risk_factor"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        for name in ("risk_factor", *DAYS):
            batch_op.drop_column(name)

"""deals, rounds, purchases, payments, targets: what business customers need"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "cadence_rounds",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("size", sa.Enum("S", "M", "L", "XL", name="size", native_enum=False), nullable=False),
        sa.Column("number", LONG, nullable=False),
        sa.Column("gap_days", LONG, nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "visit",
                "call",
                "line",
                "email",
                "meeting",
                "note",
                name="activitychannel",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column(
            "role",
            sa.Enum(
                "owner",
                "purchasing",
                "user",
                "technical",
                "finance",
                "decision_maker",
                name="buyingrole",
                native_enum=False,
                length=24,
            ),
            nullable=True,
        ),
        sa.Column("topic", sa.String(length=120), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_cadence_rounds_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadence_rounds")),
        sa.UniqueConstraint(
            "workspace_id", "size", "number", name=op.f("uq_cadence_rounds_workspace_id_size_number")
        ),
    )
    op.create_table(
        "stages",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("position", LONG, nullable=False),
        sa.Column("probability", LONG, nullable=False),
        sa.Column("rotting_days", LONG, nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_stages_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stages")),
        sa.UniqueConstraint("workspace_id", "key", name=op.f("uq_stages_workspace_id_key")),
    )
    op.create_table(
        "targets",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("member_id", LONG, nullable=True),
        sa.Column("team_id", LONG, nullable=True),
        sa.Column("set_by_id", LONG, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column(
            "measure",
            sa.Enum("won", "activities", "customers", name="targetmeasure", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_targets_member_id")),
        sa.ForeignKeyConstraint(["set_by_id"], ["members.id"], name=op.f("fk_targets_set_by_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_targets_team_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_targets_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    with op.batch_alter_table("targets", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_targets_workspace_id_month_member_id"),
            ["workspace_id", "month", "member_id"],
            unique=False,
        )

    op.create_table(
        "cadences",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("size", sa.Enum("S", "M", "L", "XL", name="size", native_enum=False), nullable=False),
        sa.Column("done", LONG, nullable=False),
        sa.Column("rounds", LONG, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "running", "deciding", "ended", "deleted", name="cadencestate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column(
            "end",
            sa.Enum("won", "lost", "refused", "nurtured", name="cadenceend", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column("extended_for", sa.String(length=300), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_cadences_customer_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_cadences_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cadences")),
    )
    with op.batch_alter_table("cadences", schema=None) as batch_op:
        batch_op.create_index(
            "ix_cadences_running",
            ["workspace_id", "state", "customer_id"],
            unique=False,
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )
        batch_op.create_index(
            batch_op.f("ix_cadences_workspace_id_customer_id_state"),
            ["workspace_id", "customer_id", "state"],
            unique=False,
        )

    op.create_table(
        "customer_tags",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_customer_tags_customer_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_customer_tags_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_tags")),
    )
    with op.batch_alter_table("customer_tags", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_customer_tags_customer_id"), ["customer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_customer_tags_workspace_id_name_customer_id"),
            ["workspace_id", "name", "customer_id"],
            unique=False,
        )

    op.create_table(
        "deals",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("owner_id", LONG, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("probability", LONG, nullable=True),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("close_moved", LONG, nullable=False),
        sa.Column("competitors", sa.String(length=200), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "won", "lost", "deleted", name="dealstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lost_reason", sa.String(length=40), nullable=True),
        sa.Column("lost_note", sa.String(length=300), nullable=False),
        sa.Column("rests_until", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_deals_customer_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name=op.f("fk_deals_owner_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_deals_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deals")),
    )
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deals_closed", ["workspace_id", "state", "closed_at", "owner_id", "amount"], unique=False
        )
        batch_op.create_index(
            "ix_deals_open",
            ["workspace_id", "state", "owner_id", "stage", "amount"],
            unique=False,
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.create_index(
            batch_op.f("ix_deals_workspace_id_customer_id_state"),
            ["workspace_id", "customer_id", "state"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_deals_workspace_id_owner_id_created_at"),
            ["workspace_id", "owner_id", "created_at"],
            unique=False,
        )

    op.create_table(
        "payments",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("member_id", LONG, nullable=False),
        sa.Column(
            "kind",
            sa.Enum("billed", "collected", name="paymentkind", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_payments_customer_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_payments_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_payments_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payments")),
    )
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_payments_workspace_id_customer_id_occurred_at"),
            ["workspace_id", "customer_id", "occurred_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_payments_workspace_id_member_id_occurred_at"),
            ["workspace_id", "member_id", "occurred_at"],
            unique=False,
        )

    op.create_table(
        "deal_moves",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("deal_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("member_id", LONG, nullable=False),
        sa.Column("owner_id", LONG, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "won", "lost", "deleted", name="dealstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("stage", sa.String(length=24), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("probability", LONG, nullable=False),
        sa.Column("expected_close", sa.Date(), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_deal_moves_customer_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_deal_moves_deal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_deal_moves_member_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["members.id"], name=op.f("fk_deal_moves_owner_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_deal_moves_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_moves")),
    )
    with op.batch_alter_table("deal_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_moves_deal_id_at"), ["deal_id", "at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_deal_moves_workspace_id_at"), ["workspace_id", "at"], unique=False
        )

    op.create_table(
        "purchases",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("member_id", LONG, nullable=True),
        sa.Column("deal_id", LONG, nullable=True),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("quantity", sa.Float(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("promo_code", sa.String(length=40), nullable=True),
        sa.Column("returns_id", LONG, nullable=True),
        sa.Column(
            "source",
            sa.Enum("chat", "import", "api", name="purchasesource", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("external_key", sa.String(length=80), nullable=True),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("message_id", sa.String(length=64), nullable=False),
        sa.Column("occurred_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("logged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_purchases_customer_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_purchases_deal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_purchases_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_purchases_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purchases")),
        sa.UniqueConstraint(
            "workspace_id", "external_key", name=op.f("uq_purchases_workspace_id_external_key")
        ),
    )
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.create_index(
            "ix_purchases_unclaimed",
            ["workspace_id", "phone"],
            unique=False,
            sqlite_where=sa.text("customer_id IS NULL AND phone IS NOT NULL"),
            postgresql_where=sa.text("customer_id IS NULL AND phone IS NOT NULL"),
        )
        batch_op.create_index(
            batch_op.f("ix_purchases_workspace_id_customer_id_occurred_at"),
            ["workspace_id", "customer_id", "occurred_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_purchases_workspace_id_member_id_occurred_at"),
            ["workspace_id", "member_id", "occurred_at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_purchases_workspace_id_occurred_at_member_id_amount"),
            ["workspace_id", "occurred_at", "member_id", "amount"],
            unique=False,
        )

    op.create_table(
        "quotes",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("deal_id", LONG, nullable=True),
        sa.Column("member_id", LONG, nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("revision", LONG, nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("said", sa.String(length=500), nullable=False),
        sa.Column("quoted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_quotes_customer_id")),
        sa.ForeignKeyConstraint(["deal_id"], ["deals.id"], name=op.f("fk_quotes_deal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_quotes_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_quotes_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotes")),
    )
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_quotes_deal_id"), ["deal_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_quotes_workspace_id_customer_id_quoted_at"),
            ["workspace_id", "customer_id", "quoted_at"],
            unique=False,
        )

    op.create_table(
        "check_ins",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("member_id", LONG, nullable=False),
        sa.Column("followup_id", LONG, nullable=True),
        sa.Column("latitude", sa.Float(), nullable=False),
        sa.Column("longitude", sa.Float(), nullable=False),
        sa.Column("distance", sa.Float(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_check_ins_customer_id")),
        sa.ForeignKeyConstraint(["followup_id"], ["followups.id"], name=op.f("fk_check_ins_followup_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_check_ins_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_check_ins_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_ins")),
    )
    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_check_ins_workspace_id_customer_id_at"),
            ["workspace_id", "customer_id", "at"],
            unique=False,
        )
        batch_op.create_index(
            batch_op.f("ix_check_ins_workspace_id_member_id_at"),
            ["workspace_id", "member_id", "at"],
            unique=False,
        )

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deal_id", LONG, nullable=True))
        batch_op.add_column(sa.Column("round", LONG, nullable=True))

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("line_id", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("left_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("moved_from_id", LONG, nullable=True))

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("legal_form", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("branch", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("source", sa.String(length=60), nullable=True))
        batch_op.add_column(sa.Column("rests_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("merged_into_id", LONG, nullable=True))
        batch_op.add_column(sa.Column("last_purchase_at", sa.DateTime(timezone=True), nullable=True))
        # Their defaults stay: taking them off would copy a large table once more on SQLite.
        batch_op.add_column(sa.Column("purchase_count", LONG, nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("purchase_total", sa.BigInteger(), nullable=False, server_default="0"))

    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deal_id", LONG, nullable=True))
        batch_op.add_column(sa.Column("round", LONG, nullable=True))
        batch_op.add_column(
            sa.Column(
                "punctual",
                sa.Enum("kept", "late", "missed", name="punctuality", native_enum=False, length=24),
                nullable=True,
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("followups", schema=None) as batch_op:
        batch_op.drop_column("punctual")
        batch_op.drop_column("round")
        batch_op.drop_column("deal_id")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("purchase_total")
        batch_op.drop_column("purchase_count")
        batch_op.drop_column("last_purchase_at")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("rests_until")
        batch_op.drop_column("source")
        batch_op.drop_column("branch")
        batch_op.drop_column("legal_form")

    with op.batch_alter_table("contacts", schema=None) as batch_op:
        batch_op.drop_column("moved_from_id")
        batch_op.drop_column("left_at")
        batch_op.drop_column("line_id")

    with op.batch_alter_table("activities", schema=None) as batch_op:
        batch_op.drop_column("round")
        batch_op.drop_column("deal_id")

    with op.batch_alter_table("check_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_check_ins_workspace_id_member_id_at"))
        batch_op.drop_index(batch_op.f("ix_check_ins_workspace_id_customer_id_at"))

    op.drop_table("check_ins")
    with op.batch_alter_table("quotes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_quotes_workspace_id_customer_id_quoted_at"))
        batch_op.drop_index(batch_op.f("ix_quotes_deal_id"))

    op.drop_table("quotes")
    with op.batch_alter_table("purchases", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_purchases_workspace_id_occurred_at_member_id_amount"))
        batch_op.drop_index(batch_op.f("ix_purchases_workspace_id_member_id_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_purchases_workspace_id_customer_id_occurred_at"))
        batch_op.drop_index(
            "ix_purchases_unclaimed",
            sqlite_where=sa.text("customer_id IS NULL AND phone IS NOT NULL"),
            postgresql_where=sa.text("customer_id IS NULL AND phone IS NOT NULL"),
        )

    op.drop_table("purchases")
    with op.batch_alter_table("deal_moves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_moves_workspace_id_at"))
        batch_op.drop_index(batch_op.f("ix_deal_moves_deal_id_at"))

    op.drop_table("deal_moves")
    with op.batch_alter_table("payments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_payments_workspace_id_member_id_occurred_at"))
        batch_op.drop_index(batch_op.f("ix_payments_workspace_id_customer_id_occurred_at"))

    op.drop_table("payments")
    with op.batch_alter_table("deals", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deals_workspace_id_owner_id_created_at"))
        batch_op.drop_index(batch_op.f("ix_deals_workspace_id_customer_id_state"))
        batch_op.drop_index(
            "ix_deals_open",
            sqlite_where=sa.text("state = 'open'"),
            postgresql_where=sa.text("state = 'open'"),
        )
        batch_op.drop_index("ix_deals_closed")

    op.drop_table("deals")
    with op.batch_alter_table("customer_tags", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_tags_workspace_id_name_customer_id"))
        batch_op.drop_index(batch_op.f("ix_customer_tags_customer_id"))

    op.drop_table("customer_tags")
    with op.batch_alter_table("cadences", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cadences_workspace_id_customer_id_state"))
        batch_op.drop_index(
            "ix_cadences_running",
            sqlite_where=sa.text("state = 'running'"),
            postgresql_where=sa.text("state = 'running'"),
        )

    op.drop_table("cadences")
    with op.batch_alter_table("targets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_targets_workspace_id_month_member_id"))

    op.drop_table("targets")
    op.drop_table("stages")
    op.drop_table("cadence_rounds")

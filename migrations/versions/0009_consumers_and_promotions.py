"""consumers, consent, promotions, coupons, scores: what a shop needs"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "api_answers",
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("request_digest", sa.String(length=64), nullable=False),
        sa.Column("status", LONG, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_api_answers_workspace_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "key", name=op.f("pk_api_answers")),
    )
    op.create_table(
        "api_tokens",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_api_tokens_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_tokens")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_tokens_digest")),
    )
    op.create_table(
        "promotions",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("made_by_id", LONG, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "percent",
                "baht",
                "buy_get",
                "free_shipping",
                name="promotionkind",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("percent", LONG, nullable=True),
        sa.Column("baht", sa.BigInteger(), nullable=True),
        sa.Column("buy", LONG, nullable=True),
        sa.Column("get", LONG, nullable=True),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("minimum_spend", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("segment", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("per_person", LONG, nullable=False),
        sa.Column("in_total", LONG, nullable=True),
        sa.Column("photo_id", LONG, nullable=True),
        sa.Column(
            "repeat",
            sa.Enum("birthday", "win_back", name="repeat", native_enum=False, length=24),
            nullable=True,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft", "active", "cancelled", "deleted", name="promotionstate", native_enum=False, length=24
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["members.id"], name=op.f("fk_promotions_made_by_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_promotions_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promotions")),
        sa.UniqueConstraint("workspace_id", "code", name=op.f("uq_promotions_workspace_id_code")),
    )
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_promotions_workspace_id_state_ends_on"),
            ["workspace_id", "state", "ends_on"],
            unique=False,
        )

    op.create_table(
        "segments",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("made_by_id", LONG, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("conditions", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["made_by_id"], ["members.id"], name=op.f("fk_segments_made_by_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_segments_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
    )
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_segments_workspace_id_name"), ["workspace_id", "name"], unique=False
        )

    op.create_table(
        "campaigns",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("channel_id", LONG, nullable=False),
        sa.Column("promotion_id", LONG, nullable=False),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("send_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "approved",
                "sending",
                "sent",
                "cancelled",
                "refused",
                name="campaignstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("approved_by_id", LONG, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_for", LONG, nullable=True),
        sa.Column("held_out", LONG, nullable=False),
        sa.Column("seed", LONG, nullable=False),
        sa.Column("snapshot_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["approved_by_id"], ["members.id"], name=op.f("fk_campaigns_approved_by_id")),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_campaigns_channel_id")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotions.id"], name=op.f("fk_campaigns_promotion_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_campaigns_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("promotion_id", "slot", name=op.f("uq_campaigns_promotion_id_slot")),
    )
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.create_index(
            "ix_campaigns_due",
            ["send_at"],
            unique=False,
            sqlite_where=sa.text("state IN ('approved', 'sending')"),
            postgresql_where=sa.text("state IN ('approved', 'sending')"),
        )
        batch_op.create_index(
            batch_op.f("ix_campaigns_workspace_id_promotion_id"),
            ["workspace_id", "promotion_id"],
            unique=False,
        )

    op.create_table(
        "consumers",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("channel_id", LONG, nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("customer_id", LONG, nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column(
            "state",
            sa.Enum("active", "blocked", "erased", name="consumerstate", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("consented", sa.Boolean(), nullable=False),
        sa.Column("befriended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promoted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["channel_id"], ["channels.id"], name=op.f("fk_consumers_channel_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_consumers_customer_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_consumers_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consumers")),
        sa.UniqueConstraint("channel_id", "user_id", name=op.f("uq_consumers_channel_id_user_id")),
    )
    with op.batch_alter_table("consumers", schema=None) as batch_op:
        batch_op.create_index(
            "ix_consumers_reachable",
            ["workspace_id", "id", "customer_id", "promoted_at"],
            unique=False,
            sqlite_where=sa.text("state = 'active' AND consented = 1"),
            postgresql_where=sa.text("state = 'active' AND consented"),
        )
        batch_op.create_index(
            batch_op.f("ix_consumers_workspace_id_customer_id"), ["workspace_id", "customer_id"], unique=False
        )

    op.create_table(
        "customer_scores",
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("recency", sa.SmallInteger(), nullable=False),
        sa.Column("frequency", sa.SmallInteger(), nullable=False),
        sa.Column("monetary", sa.SmallInteger(), nullable=False),
        sa.Column("segment", sa.String(length=20), nullable=False),
        sa.Column("purchases", LONG, nullable=False),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("gap_days", LONG, nullable=True),
        sa.ForeignKeyConstraint(
            ["customer_id"], ["customers.id"], name=op.f("fk_customer_scores_customer_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_customer_scores_workspace_id")
        ),
        sa.PrimaryKeyConstraint("customer_id", name=op.f("pk_customer_scores")),
    )
    with op.batch_alter_table("customer_scores", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_customer_scores_workspace_id_segment_customer_id"),
            ["workspace_id", "segment", "customer_id"],
            unique=False,
        )

    op.create_table(
        "campaign_recipients",
        sa.Column("campaign_id", LONG, nullable=False),
        sa.Column("user_id", sa.String(length=64), nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("consumer_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "queued",
                "accepted",
                "skipped",
                "held_out",
                "failed",
                name="recipientstate",
                native_enum=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("outbox_id", LONG, nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tapped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opted_out_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["campaigns.id"], name=op.f("fk_campaign_recipients_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["consumer_id"], ["consumers.id"], name=op.f("fk_campaign_recipients_consumer_id")
        ),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_campaign_recipients_workspace_id")
        ),
        sa.PrimaryKeyConstraint("campaign_id", "user_id", name=op.f("pk_campaign_recipients")),
    )
    with op.batch_alter_table("campaign_recipients", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_campaign_recipients_campaign_id_state_consumer_id"),
            ["campaign_id", "state", "consumer_id"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_campaign_recipients_outbox_id"), ["outbox_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_campaign_recipients_workspace_id_consumer_id"),
            ["workspace_id", "consumer_id"],
            unique=False,
        )

    op.create_table(
        "consents",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("consumer_id", LONG, nullable=True),
        sa.Column("customer_id", LONG, nullable=True),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column(
            "source",
            sa.Enum("button", "text", "staff", name="consentsource", native_enum=False, length=24),
            nullable=False,
        ),
        sa.Column("member_id", LONG, nullable=True),
        sa.Column("event", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["consumers.id"], name=op.f("fk_consents_consumer_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_consents_customer_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_consents_member_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_consents_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_consents_workspace_id_consumer_id_id"),
            ["workspace_id", "consumer_id", "id"],
            unique=False,
        )

    op.create_table(
        "coupons",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("promotion_id", LONG, nullable=False),
        sa.Column("consumer_id", LONG, nullable=False),
        sa.Column("campaign_id", LONG, nullable=True),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_coupons_campaign_id")),
        sa.ForeignKeyConstraint(["consumer_id"], ["consumers.id"], name=op.f("fk_coupons_consumer_id")),
        sa.ForeignKeyConstraint(["promotion_id"], ["promotions.id"], name=op.f("fk_coupons_promotion_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_coupons_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coupons")),
        sa.UniqueConstraint("promotion_id", "consumer_id", name=op.f("uq_coupons_promotion_id_consumer_id")),
        sa.UniqueConstraint("workspace_id", "code", name=op.f("uq_coupons_workspace_id_code")),
    )
    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.create_index(
            "ix_coupons_expiring", ["workspace_id", "expires_at", "reminded_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_coupons_workspace_id_consumer_id_expires_at"),
            ["workspace_id", "consumer_id", "expires_at"],
            unique=False,
        )

    op.create_table(
        "link_codes",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("customer_id", LONG, nullable=False),
        sa.Column("consumer_id", LONG, nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_by_id", LONG, nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tries", LONG, nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["consumer_id"], ["consumers.id"], name=op.f("fk_link_codes_consumer_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_link_codes_customer_id")),
        sa.ForeignKeyConstraint(["made_by_id"], ["members.id"], name=op.f("fk_link_codes_made_by_id")),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_link_codes_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link_codes")),
    )
    with op.batch_alter_table("link_codes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_codes_consumer_id"), ["consumer_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_link_codes_workspace_id_customer_id"),
            ["workspace_id", "customer_id"],
            unique=False,
        )

    op.create_table(
        "redemptions",
        sa.Column("id", LONG, nullable=False),
        sa.Column("workspace_id", LONG, nullable=False),
        sa.Column("promotion_id", LONG, nullable=False),
        sa.Column("coupon_id", LONG, nullable=True),
        sa.Column("customer_id", LONG, nullable=True),
        sa.Column("consumer_id", LONG, nullable=True),
        sa.Column("purchase_id", LONG, nullable=True),
        sa.Column("member_id", LONG, nullable=True),
        sa.Column("discount", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("freed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["consumer_id"], ["consumers.id"], name=op.f("fk_redemptions_consumer_id")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupons.id"], name=op.f("fk_redemptions_coupon_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_redemptions_customer_id")),
        sa.ForeignKeyConstraint(["member_id"], ["members.id"], name=op.f("fk_redemptions_member_id")),
        sa.ForeignKeyConstraint(
            ["promotion_id"], ["promotions.id"], name=op.f("fk_redemptions_promotion_id")
        ),
        sa.ForeignKeyConstraint(["purchase_id"], ["purchases.id"], name=op.f("fk_redemptions_purchase_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id"], ["workspaces.id"], name=op.f("fk_redemptions_workspace_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redemptions")),
    )
    with op.batch_alter_table("redemptions", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_redemptions_promotion_id_coupon_id"), ["promotion_id", "coupon_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_redemptions_purchase_id"), ["purchase_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_redemptions_workspace_id_promotion_id_customer_id"),
            ["workspace_id", "promotion_id", "customer_id"],
            unique=False,
        )

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birthday", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.add_column(sa.Column("opens_at", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("closes_at", sa.Time(), nullable=True))
        batch_op.add_column(sa.Column("privacy_url", sa.String(length=300), nullable=True))
        batch_op.add_column(sa.Column("legal_name", sa.String(length=200), nullable=True))
        batch_op.add_column(sa.Column("phone", sa.String(length=20), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("workspaces", schema=None) as batch_op:
        batch_op.drop_column("phone")
        batch_op.drop_column("legal_name")
        batch_op.drop_column("privacy_url")
        batch_op.drop_column("closes_at")
        batch_op.drop_column("opens_at")

    with op.batch_alter_table("customers", schema=None) as batch_op:
        batch_op.drop_column("erased_at")
        batch_op.drop_column("birthday")

    with op.batch_alter_table("redemptions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_redemptions_workspace_id_promotion_id_customer_id"))
        batch_op.drop_index(batch_op.f("ix_redemptions_purchase_id"))
        batch_op.drop_index(batch_op.f("ix_redemptions_promotion_id_coupon_id"))

    op.drop_table("redemptions")
    with op.batch_alter_table("link_codes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_link_codes_workspace_id_customer_id"))
        batch_op.drop_index(batch_op.f("ix_link_codes_consumer_id"))

    op.drop_table("link_codes")
    with op.batch_alter_table("coupons", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_coupons_workspace_id_consumer_id_expires_at"))
        batch_op.drop_index("ix_coupons_expiring")

    op.drop_table("coupons")
    with op.batch_alter_table("consents", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consents_workspace_id_consumer_id_id"))

    op.drop_table("consents")
    with op.batch_alter_table("campaign_recipients", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaign_recipients_workspace_id_consumer_id"))
        batch_op.drop_index(batch_op.f("ix_campaign_recipients_outbox_id"))
        batch_op.drop_index(batch_op.f("ix_campaign_recipients_campaign_id_state_consumer_id"))

    op.drop_table("campaign_recipients")
    with op.batch_alter_table("customer_scores", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_customer_scores_workspace_id_segment_customer_id"))

    op.drop_table("customer_scores")
    with op.batch_alter_table("consumers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_consumers_workspace_id_customer_id"))
        batch_op.drop_index(
            "ix_consumers_reachable",
            sqlite_where=sa.text("state = 'active' AND consented = 1"),
            postgresql_where=sa.text("state = 'active' AND consented"),
        )

    op.drop_table("consumers")
    with op.batch_alter_table("campaigns", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_campaigns_workspace_id_promotion_id"))
        batch_op.drop_index(
            "ix_campaigns_due",
            sqlite_where=sa.text("state IN ('approved', 'sending')"),
            postgresql_where=sa.text("state IN ('approved', 'sending')"),
        )

    op.drop_table("campaigns")
    with op.batch_alter_table("segments", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_segments_workspace_id_name"))

    op.drop_table("segments")
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_promotions_workspace_id_state_ends_on"))

    op.drop_table("promotions")
    op.drop_table("api_tokens")
    op.drop_table("api_answers")

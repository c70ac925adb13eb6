-- What was bought: every checkout of every kind is an order, and what it was opened as at the provider.
-- Additive.

CREATE TABLE billing.orders (
    id                     uuid        PRIMARY KEY,
    organization_id        uuid        NOT NULL,
    user_id                uuid,
    app_key                text,
    kind                   text        NOT NULL,
    provider               text        NOT NULL,
    plan_id                uuid,
    plan_kind              text,
    plan_version_id        uuid,
    plan_price_id          uuid,
    credits                bigint,
    platform_id            uuid,
    agent_id               uuid,
    subtotal_amount        bigint      NOT NULL DEFAULT 0,
    discount_amount        bigint      NOT NULL DEFAULT 0,
    tax_amount             bigint      NOT NULL DEFAULT 0,
    total_amount           bigint      NOT NULL DEFAULT 0,
    refunded_amount        bigint      NOT NULL DEFAULT 0,
    currency               char(3)     NOT NULL,
    status                 text        NOT NULL DEFAULT 'pending',
    subscription_id        uuid,
    provider_payment_id    text,
    provider_invoice_id    text,
    paid_at                timestamptz,
    failed_at              timestamptz,
    failure_code           text,
    disputed               boolean     NOT NULL DEFAULT false,
    version                integer     NOT NULL DEFAULT 0,
    created_at             timestamptz NOT NULL,
    updated_at             timestamptz NOT NULL,

    CONSTRAINT orders_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT orders_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES identity.users (id) ON DELETE SET NULL,
    CONSTRAINT orders_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES billing.plans (id),
    CONSTRAINT orders_plan_version_id_fkey
        FOREIGN KEY (plan_version_id) REFERENCES billing.plan_versions (id),
    CONSTRAINT orders_plan_price_id_fkey
        FOREIGN KEY (plan_price_id) REFERENCES billing.plan_prices (id),
    CONSTRAINT orders_platform_id_fkey
        FOREIGN KEY (platform_id, organization_id) REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT orders_provider_payment_id_key UNIQUE (provider, provider_payment_id),
    CONSTRAINT orders_plan_kind_check CHECK (plan_kind IN ('platform', 'organization', 'pool',
        'agent', 'credits_pack', 'lifetime', 'addon')),
    CONSTRAINT orders_plan_check CHECK ((plan_id IS NULL) = (plan_kind IS NULL)),
    CONSTRAINT orders_kind_check CHECK (kind IN ('subscription', 'credits', 'lifetime', 'addon')),
    CONSTRAINT orders_provider_check CHECK (provider IN ('stripe', 'creem', 'manual', 'none')),
    CONSTRAINT orders_status_check CHECK (status IN
        ('pending', 'completed', 'failed', 'expired', 'partially_refunded', 'refunded')),
    CONSTRAINT orders_credits_check CHECK (credits > 0),
    CONSTRAINT orders_total_amount_check
        CHECK (total_amount = subtotal_amount - discount_amount + tax_amount AND total_amount >= 0),
    CONSTRAINT orders_refunded_amount_check CHECK (refunded_amount BETWEEN 0 AND total_amount),
    CONSTRAINT orders_currency_check CHECK (currency ~ '^[a-z]{3}$')
);

-- Serves the list of an organization, newest first.
CREATE INDEX orders_organization_idx ON billing.orders (organization_id, id DESC);
-- Serves a provider's subscription that names the row it becomes.
CREATE INDEX orders_subscription_id_idx ON billing.orders (subscription_id)
    WHERE subscription_id IS NOT NULL;

COMMENT ON COLUMN billing.orders.subscription_id IS
    'Chosen at creation; becomes the id of the subscription made later.';
COMMENT ON COLUMN billing.orders.platform_id IS 'The platform a subscription is bought for.';

ALTER TABLE billing.orders ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY orders_tenant ON billing.orders
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
CREATE POLICY orders_user ON billing.orders USING (user_id = (SELECT core.acting_user()));
GRANT SELECT, INSERT, UPDATE ON billing.orders TO freehold_app;

CREATE TABLE billing.checkout_sessions (
    id                  uuid        PRIMARY KEY,
    organization_id     uuid        NOT NULL,
    order_id            uuid        NOT NULL,
    provider            text        NOT NULL,
    provider_session_id text,
    mode                text        NOT NULL,
    status              text        NOT NULL DEFAULT 'open',
    url                 text,
    success_url         text        NOT NULL,
    cancel_url          text        NOT NULL,
    expires_at          timestamptz NOT NULL,
    completed_at        timestamptz,
    version             integer     NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,

    CONSTRAINT checkout_sessions_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT checkout_sessions_order_id_fkey FOREIGN KEY (order_id) REFERENCES billing.orders (id),
    CONSTRAINT checkout_sessions_order_id_key UNIQUE (order_id),
    CONSTRAINT checkout_sessions_provider_session_id_key UNIQUE (provider, provider_session_id),
    CONSTRAINT checkout_sessions_provider_check
        CHECK (provider IN ('stripe', 'creem', 'manual', 'none')),
    CONSTRAINT checkout_sessions_mode_check CHECK (mode IN ('subscription', 'payment')),
    CONSTRAINT checkout_sessions_status_check CHECK (status IN ('open', 'completed', 'expired')),
    CONSTRAINT checkout_sessions_completed_check
        CHECK ((status = 'completed') = (completed_at IS NOT NULL))
);

-- Serves the end of checkouts nobody finished.
CREATE INDEX checkout_sessions_expires_at_idx ON billing.checkout_sessions (expires_at)
    WHERE status = 'open';
-- Serves the look for an open checkout of the same subject.
CREATE INDEX checkout_sessions_open_idx ON billing.checkout_sessions (organization_id)
    WHERE status = 'open';

COMMENT ON COLUMN billing.checkout_sessions.provider_session_id IS
    'NULL until the provider has answered.';

ALTER TABLE billing.checkout_sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY checkout_sessions_tenant ON billing.checkout_sessions
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON billing.checkout_sessions TO freehold_app;

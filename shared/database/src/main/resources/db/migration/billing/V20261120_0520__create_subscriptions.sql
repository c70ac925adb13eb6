-- What was agreed: one row is one life of a subscription of a platform, an organization, a pool or
-- a user with an agent. Ended rows stay.
-- Additive.

CREATE SEQUENCE billing.provider_reads;
COMMENT ON SEQUENCE billing.provider_reads IS
    'Drawn before an object is read at a provider: of two reads the one drawn later is the newer.';
GRANT USAGE ON SEQUENCE billing.provider_reads TO freehold_app;

CREATE TABLE billing.subscriptions (
    id                       uuid        PRIMARY KEY,
    organization_id          uuid        NOT NULL,
    plan_kind                text        NOT NULL,
    platform_id              uuid,
    user_id                  uuid,
    agent_id                 uuid,
    app_key                  text,
    plan_id                  uuid        NOT NULL,
    plan_version_id          uuid        NOT NULL,
    plan_price_id            uuid,
    provider                 text        NOT NULL DEFAULT 'none',
    provider_customer_id     uuid,
    provider_subscription_id text,
    provider_item_id         text,
    status                   text        NOT NULL DEFAULT 'incomplete',
    amount                   bigint      NOT NULL DEFAULT 0,
    currency                 char(3)     NOT NULL DEFAULT 'usd',
    interval                 text        NOT NULL DEFAULT 'month',
    billing_anchor           timestamptz NOT NULL,
    current_period_start     timestamptz NOT NULL,
    current_period_end       timestamptz NOT NULL,
    trial_start              timestamptz,
    trial_end                timestamptz,
    cancel_at_period_end     boolean     NOT NULL DEFAULT false,
    cancel_at                timestamptz,
    canceled_at              timestamptz,
    ended_at                 timestamptz,
    cancel_reason            text,
    past_due_since           timestamptz,
    grace_ends_at            timestamptz,
    suspended_at             timestamptz,
    billing_email            text,
    auto_finalize            boolean     NOT NULL DEFAULT true,
    overage_enabled          boolean     NOT NULL DEFAULT false,
    overage_cap_amount       bigint,
    pool_ram_mb              integer,
    pool_cpu_millicores      integer,
    pool_bandwidth_gb        integer,
    provider_read_at         timestamptz,
    provider_read_seq        bigint,
    provider_event_at        timestamptz,
    raw                      jsonb,
    version                  integer     NOT NULL DEFAULT 0,
    created_at               timestamptz NOT NULL,
    updated_at               timestamptz NOT NULL,

    CONSTRAINT subscriptions_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT subscriptions_platform_id_fkey
        FOREIGN KEY (platform_id, organization_id) REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT subscriptions_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT subscriptions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES billing.plans (id),
    CONSTRAINT subscriptions_plan_version_id_fkey
        FOREIGN KEY (plan_version_id) REFERENCES billing.plan_versions (id),
    CONSTRAINT subscriptions_plan_price_id_fkey
        FOREIGN KEY (plan_price_id) REFERENCES billing.plan_prices (id),
    CONSTRAINT subscriptions_provider_customer_id_fkey
        FOREIGN KEY (provider_customer_id) REFERENCES billing.provider_customers (id),
    CONSTRAINT subscriptions_provider_subscription_id_key UNIQUE (provider, provider_subscription_id),
    CONSTRAINT subscriptions_plan_kind_check
        CHECK (plan_kind IN ('platform', 'organization', 'pool', 'agent')),
    CONSTRAINT subscriptions_platform_check
        CHECK ((plan_kind = 'platform') = (platform_id IS NOT NULL)),
    CONSTRAINT subscriptions_agent_check
        CHECK ((plan_kind = 'agent') = (user_id IS NOT NULL AND agent_id IS NOT NULL)),
    CONSTRAINT subscriptions_provider_check
        CHECK (provider IN ('stripe', 'creem', 'manual', 'none')),
    CONSTRAINT subscriptions_status_check CHECK (status IN ('incomplete', 'incomplete_expired',
        'trialing', 'active', 'past_due', 'unpaid', 'paused', 'canceled')),
    CONSTRAINT subscriptions_ended_check
        CHECK ((status IN ('incomplete_expired', 'canceled')) = (ended_at IS NOT NULL)),
    CONSTRAINT subscriptions_amount_check CHECK (amount >= 0),
    CONSTRAINT subscriptions_currency_check CHECK (currency ~ '^[a-z]{3}$'),
    CONSTRAINT subscriptions_interval_check CHECK (interval IN ('month', 'year', 'one_time')),
    CONSTRAINT subscriptions_period_check CHECK (current_period_end > current_period_start),
    CONSTRAINT subscriptions_overage_check
        CHECK (NOT overage_enabled OR provider IN ('stripe', 'manual')),
    CONSTRAINT subscriptions_overage_cap_amount_check CHECK (overage_cap_amount >= 0),
    CONSTRAINT subscriptions_pool_check
        CHECK (num_nonnulls(pool_ram_mb, pool_cpu_millicores, pool_bandwidth_gb)
               = CASE WHEN plan_kind = 'pool' THEN 3 ELSE 0 END)
);

-- One live subscription of a platform; of an organization per kind and product; of a user per agent.
CREATE UNIQUE INDEX subscriptions_live_platform_key ON billing.subscriptions (platform_id)
    WHERE status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused');
CREATE UNIQUE INDEX subscriptions_live_organization_key
    ON billing.subscriptions (organization_id, plan_kind, app_key) NULLS NOT DISTINCT
    WHERE status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused')
      AND plan_kind IN ('organization', 'pool');
CREATE UNIQUE INDEX subscriptions_live_agent_key ON billing.subscriptions (user_id, agent_id)
    WHERE status IN ('trialing', 'active', 'past_due', 'unpaid', 'paused') AND plan_kind = 'agent';
-- Serves the list of an organization, newest first.
CREATE INDEX subscriptions_organization_idx ON billing.subscriptions (organization_id, id DESC);
-- Serves every look by platform, the ended rows included.
CREATE INDEX subscriptions_platform_idx ON billing.subscriptions (platform_id, id DESC)
    WHERE platform_id IS NOT NULL;

COMMENT ON COLUMN billing.subscriptions.amount IS 'Minor units per interval, for lists without a join.';
COMMENT ON COLUMN billing.subscriptions.canceled_at IS 'When the end was asked for; ended_at = over.';
COMMENT ON COLUMN billing.subscriptions.billing_email IS 'NULL = that of the account.';
COMMENT ON COLUMN billing.subscriptions.provider_read_at IS
    'When the read of the provider''s object that this row shows began.';
COMMENT ON COLUMN billing.subscriptions.provider_read_seq IS
    'billing.provider_reads of that read: a read with a smaller number does not write.';

ALTER TABLE billing.subscriptions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY subscriptions_tenant ON billing.subscriptions
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
CREATE POLICY subscriptions_user ON billing.subscriptions
    USING (user_id = (SELECT core.acting_user()));
GRANT SELECT, INSERT, UPDATE ON billing.subscriptions TO freehold_app;

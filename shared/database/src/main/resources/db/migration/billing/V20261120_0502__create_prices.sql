-- Mirror of the prices at the payment providers, and what each of them sells.
-- Additive. Rows of the installation: no policy.

CREATE TABLE billing.prices (
    id                  uuid        PRIMARY KEY,
    provider            text        NOT NULL,
    provider_price_id   text        NOT NULL,
    provider_product_id text,
    plan_price_id       uuid,
    active              boolean     NOT NULL,
    currency            char(3)     NOT NULL,
    unit_amount         bigint,
    unit_amount_decimal text,
    billing_scheme      text,
    type                text        NOT NULL,
    interval            text,
    interval_count      integer,
    trial_period_days   integer,
    usage_type          text,
    metadata            jsonb       NOT NULL DEFAULT '{}',
    raw                 jsonb       NOT NULL,
    provider_event_at   timestamptz,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,

    CONSTRAINT prices_provider_price_id_key UNIQUE (provider, provider_price_id),
    CONSTRAINT prices_plan_price_id_fkey
        FOREIGN KEY (plan_price_id) REFERENCES billing.plan_prices (id),
    CONSTRAINT prices_provider_check CHECK (provider IN ('stripe', 'creem'))
);

-- One price to sell with, and serves the checkout's look for it.
CREATE UNIQUE INDEX prices_plan_price_key ON billing.prices (provider, plan_price_id) WHERE active;

COMMENT ON COLUMN billing.prices.unit_amount IS 'Minor units; NULL where only the decimal is exact.';
COMMENT ON COLUMN billing.prices.provider_event_at IS 'Time of the newest event applied.';

GRANT SELECT, INSERT, UPDATE ON billing.prices TO freehold_app;

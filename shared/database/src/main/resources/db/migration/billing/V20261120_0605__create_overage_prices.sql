-- What metered use above the allowance costs, plan version by plan version.
-- Additive. Rows of the installation: no policy.

CREATE TABLE billing.overage_prices (
    plan_version_id uuid        NOT NULL,
    metric_id       uuid        NOT NULL,
    currency        char(3)     NOT NULL,
    block_size      bigint      NOT NULL,
    unit_amount     bigint      NOT NULL,
    rounding        text        NOT NULL DEFAULT 'proportional',
    max_amount      bigint,
    created_at      timestamptz NOT NULL,

    CONSTRAINT overage_prices_pkey PRIMARY KEY (plan_version_id, metric_id, currency),
    CONSTRAINT overage_prices_plan_version_id_fkey
        FOREIGN KEY (plan_version_id) REFERENCES billing.plan_versions (id),
    CONSTRAINT overage_prices_metric_id_fkey
        FOREIGN KEY (metric_id) REFERENCES metering.metrics (id),
    CONSTRAINT overage_prices_currency_check CHECK (currency ~ '^[a-z]{3}$'),
    CONSTRAINT overage_prices_block_size_check CHECK (block_size > 0),
    CONSTRAINT overage_prices_unit_amount_check CHECK (unit_amount >= 0),
    CONSTRAINT overage_prices_rounding_check CHECK (rounding IN ('proportional', 'whole_blocks')),
    CONSTRAINT overage_prices_max_amount_check CHECK (max_amount >= 0)
);

COMMENT ON COLUMN billing.overage_prices.unit_amount IS 'Minor units per block.';
COMMENT ON COLUMN billing.overage_prices.max_amount IS 'Most this metric may cost in a period; NULL = no most.';

CREATE TRIGGER overage_prices_immutable BEFORE INSERT OR UPDATE OR DELETE ON billing.overage_prices
    FOR EACH ROW EXECUTE FUNCTION billing.refuse_published_part();

GRANT SELECT, INSERT, UPDATE, DELETE ON billing.overage_prices TO freehold_app;

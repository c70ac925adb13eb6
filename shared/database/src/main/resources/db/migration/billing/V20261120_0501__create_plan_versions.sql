-- What a plan gives, version by version, and what it costs. Fixed once published, so that an old
-- invoice can be computed again to the cent.
-- Additive.

CREATE TABLE billing.plan_versions (
    id                  uuid        PRIMARY KEY,
    plan_id             uuid        NOT NULL,
    number              integer     NOT NULL,
    trial_days          integer     NOT NULL DEFAULT 0,
    published_at        timestamptz,
    credits_included    bigint      NOT NULL DEFAULT 0,
    credits_grant       text        NOT NULL DEFAULT 'period',
    credits_valid_days  integer,
    pool_ram_mb         integer,
    pool_cpu_millicores integer,
    pool_bandwidth_gb   integer,
    limits              jsonb       NOT NULL DEFAULT '{}',
    features            jsonb       NOT NULL DEFAULT '[]',
    highlights          jsonb       NOT NULL DEFAULT '[]',
    addon               jsonb,
    created_at          timestamptz NOT NULL,

    CONSTRAINT plan_versions_plan_id_number_key UNIQUE (plan_id, number),
    CONSTRAINT plan_versions_plan_id_fkey FOREIGN KEY (plan_id) REFERENCES billing.plans (id),
    CONSTRAINT plan_versions_number_check CHECK (number > 0),
    CONSTRAINT plan_versions_trial_days_check CHECK (trial_days BETWEEN 0 AND 730),
    CONSTRAINT plan_versions_credits_included_check CHECK (credits_included >= 0),
    CONSTRAINT plan_versions_credits_grant_check CHECK (credits_grant IN ('period', 'monthly')),
    CONSTRAINT plan_versions_credits_valid_days_check CHECK (credits_valid_days > 0),
    CONSTRAINT plan_versions_pool_check CHECK (
        num_nonnulls(pool_ram_mb, pool_cpu_millicores, pool_bandwidth_gb) IN (0, 3)
        AND pool_ram_mb >= 0 AND pool_cpu_millicores >= 0 AND pool_bandwidth_gb >= 0)
);

COMMENT ON COLUMN billing.plan_versions.published_at IS 'NULL = still editable.';
COMMENT ON COLUMN billing.plan_versions.credits_valid_days IS 'NULL = until the end of the period.';
COMMENT ON COLUMN billing.plan_versions.limits IS
    'platforms, projects, tenants, features; missing or null = unlimited, 0 denies.';

ALTER TABLE billing.plans ADD CONSTRAINT plans_current_version_id_fkey
    FOREIGN KEY (current_version_id) REFERENCES billing.plan_versions (id);

CREATE FUNCTION billing.refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.published_at IS NULL AND TG_OP = 'UPDATE' THEN
        RETURN NEW;
    END IF;
    IF OLD.published_at IS NULL THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'plan version % is published', OLD.id USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER plan_versions_immutable BEFORE UPDATE OR DELETE ON billing.plan_versions
    FOR EACH ROW EXECUTE FUNCTION billing.refuse_published_change();

CREATE TABLE billing.plan_prices (
    id              uuid        PRIMARY KEY,
    plan_version_id uuid        NOT NULL,
    interval        text        NOT NULL,
    interval_count  integer     NOT NULL DEFAULT 1,
    currency        char(3)     NOT NULL,
    amount          bigint      NOT NULL,
    created_at      timestamptz NOT NULL,

    CONSTRAINT plan_prices_interval_key
        UNIQUE (plan_version_id, interval, interval_count, currency),
    CONSTRAINT plan_prices_plan_version_id_fkey
        FOREIGN KEY (plan_version_id) REFERENCES billing.plan_versions (id),
    CONSTRAINT plan_prices_interval_check CHECK (interval IN ('month', 'year', 'one_time')),
    CONSTRAINT plan_prices_interval_count_check CHECK (interval_count > 0),
    CONSTRAINT plan_prices_currency_check CHECK (currency ~ '^[a-z]{3}$'),
    CONSTRAINT plan_prices_amount_check CHECK (amount >= 0)
);

COMMENT ON COLUMN billing.plan_prices.amount IS 'Minor units.';

-- The trigger of what belongs to a version: free while the version is a draft, fixed afterwards.
CREATE FUNCTION billing.refuse_published_part() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    part record := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
    IF EXISTS (SELECT FROM billing.plan_versions v
               WHERE v.id IN (part.plan_version_id,
                              CASE WHEN TG_OP = 'UPDATE' THEN OLD.plan_version_id END)
                 AND v.published_at IS NOT NULL) THEN
        RAISE EXCEPTION 'plan version % is published', part.plan_version_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN part;
END
$$;

CREATE TRIGGER plan_prices_immutable BEFORE INSERT OR UPDATE OR DELETE ON billing.plan_prices
    FOR EACH ROW EXECUTE FUNCTION billing.refuse_published_part();

GRANT SELECT, INSERT, UPDATE ON billing.plan_versions TO freehold_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON billing.plan_prices TO freehold_app;

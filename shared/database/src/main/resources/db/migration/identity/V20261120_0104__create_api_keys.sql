-- API keys of an organization: found by the SHA-256 of the key, counted in fixed windows.
-- Additive. No index on a counter and room in the page: counting stays in the page.

CREATE TABLE identity.api_keys (
    id                      uuid        PRIMARY KEY,
    organization_id         uuid        NOT NULL,
    user_id                 uuid        NOT NULL,
    name                    text        NOT NULL,
    kind                    text        NOT NULL,
    cross_organization      boolean     NOT NULL,
    prefix                  text        NOT NULL,
    start                   text        NOT NULL,
    key_hash                bytea       NOT NULL,
    previous_key_hash       bytea,
    previous_key_expires_at timestamptz,
    permissions             text[]      NOT NULL,
    metadata                jsonb       NOT NULL,
    rate_limit_enabled      boolean     NOT NULL,
    rate_limit_window_ms    integer     NOT NULL,
    rate_limit_max          integer     NOT NULL,
    window_started_at       timestamptz,
    window_count            integer     NOT NULL,
    request_count           bigint      NOT NULL,
    remaining               bigint,
    refill_amount           bigint,
    refill_interval_ms      bigint,
    last_refill_at          timestamptz,
    enabled                 boolean     NOT NULL,
    expires_at              timestamptz,
    last_used_at            timestamptz,
    revoked_at              timestamptz,
    created_at              timestamptz NOT NULL,
    updated_at              timestamptz NOT NULL,
    version                 integer     NOT NULL DEFAULT 0,

    CONSTRAINT api_keys_key_hash_key UNIQUE (key_hash),
    CONSTRAINT api_keys_previous_key_hash_key UNIQUE (previous_key_hash),
    CONSTRAINT api_keys_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT api_keys_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT api_keys_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT api_keys_kind_check CHECK (kind IN ('personal', 'service')),
    CONSTRAINT api_keys_cross_organization_check CHECK (NOT cross_organization OR kind = 'service'),
    CONSTRAINT api_keys_prefix_check CHECK (prefix IN ('fh_live_', 'fh_test_')),
    CONSTRAINT api_keys_start_check CHECK (length(start) = 12),
    CONSTRAINT api_keys_key_hash_check CHECK (length(key_hash) = 32),
    CONSTRAINT api_keys_previous_key_hash_check CHECK (length(previous_key_hash) = 32),
    CONSTRAINT api_keys_previous_key_check
        CHECK (num_nonnulls(previous_key_hash, previous_key_expires_at) IN (0, 2)),
    CONSTRAINT api_keys_permissions_check CHECK (cardinality(permissions) BETWEEN 1 AND 100),
    CONSTRAINT api_keys_metadata_check
        CHECK (jsonb_typeof(metadata) = 'object' AND octet_length(metadata::text) <= 16384),
    CONSTRAINT api_keys_rate_limit_window_ms_check
        CHECK (rate_limit_window_ms BETWEEN 1000 AND 86400000),
    CONSTRAINT api_keys_rate_limit_max_check CHECK (rate_limit_max BETWEEN 1 AND 1000000),
    CONSTRAINT api_keys_window_count_check CHECK (window_count >= 0),
    CONSTRAINT api_keys_request_count_check CHECK (request_count >= 0),
    CONSTRAINT api_keys_remaining_check CHECK (remaining >= 0),
    CONSTRAINT api_keys_refill_check CHECK (num_nonnulls(refill_amount, refill_interval_ms) IN (0, 2)
        AND (refill_amount IS NULL OR num_nonnulls(remaining, last_refill_at) = 2)
        AND refill_amount > 0 AND refill_interval_ms >= 60000)
) WITH (fillfactor = 70);

-- Serves the pages of an organization's keys.
CREATE INDEX api_keys_organization_id_idx ON identity.api_keys (organization_id, created_at);
-- Serves the end of a person's keys.
CREATE INDEX api_keys_user_id_idx ON identity.api_keys (user_id);
-- Serves the warning before expiry.
CREATE INDEX api_keys_expires_at_idx ON identity.api_keys (expires_at) WHERE revoked_at IS NULL;

COMMENT ON COLUMN identity.api_keys.remaining IS 'Calls left; NULL = unlimited.';
COMMENT ON COLUMN identity.api_keys.previous_key_hash IS 'Valid beside key_hash while a rotation''s grace runs.';

ALTER TABLE identity.api_keys ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY api_keys_tenant ON identity.api_keys
    USING (organization_id = (SELECT core.acting_organization())
        OR user_id = (SELECT core.acting_user())
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.api_keys TO freehold_app;

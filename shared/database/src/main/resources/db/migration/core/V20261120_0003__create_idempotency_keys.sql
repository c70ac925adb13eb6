-- The first successful answer of a POST, by caller and key; purged after its retention.
-- Additive. No policy: a row is reached by its whole key alone, which holds the caller's id.

CREATE TABLE core.idempotency_keys (
    caller           text        NOT NULL,
    key              text        NOT NULL,
    operation        text        NOT NULL,
    organization_id  uuid,
    request_hash     bytea       NOT NULL,
    status           text        NOT NULL,
    reference        uuid,
    locked_until     timestamptz,
    response_status  smallint,
    response_headers jsonb,
    response_body    jsonb,
    expires_at       timestamptz NOT NULL,
    created_at       timestamptz NOT NULL,

    CONSTRAINT idempotency_keys_pkey PRIMARY KEY (caller, key),
    CONSTRAINT idempotency_keys_status_check CHECK (status IN ('running', 'done')),
    CONSTRAINT idempotency_keys_key_check CHECK (length(key) BETWEEN 1 AND 255),
    CONSTRAINT idempotency_keys_request_hash_check CHECK (length(request_hash) = 32),
    CONSTRAINT idempotency_keys_response_status_check CHECK (response_status BETWEEN 200 AND 299)
);

-- Serves the purge.
CREATE INDEX idempotency_keys_expires_at_idx ON core.idempotency_keys (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON core.idempotency_keys TO freehold_app;

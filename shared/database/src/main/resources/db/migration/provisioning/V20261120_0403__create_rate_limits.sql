-- One token bucket per limit of an outside service. Reached by its whole key, so without a policy.
-- Additive.

CREATE TABLE provisioning.rate_limits (
    key               text        PRIMARY KEY,
    refill_per_second numeric     NOT NULL,
    burst             integer     NOT NULL,
    tokens            numeric     NOT NULL,
    refilled_at       timestamptz NOT NULL,
    blocked_until     timestamptz,
    blocked_reason    text,

    CONSTRAINT rate_limits_refill_check CHECK (refill_per_second > 0),
    CONSTRAINT rate_limits_burst_check CHECK (burst > 0),
    CONSTRAINT rate_limits_tokens_check CHECK (tokens BETWEEN 0 AND burst)
);

COMMENT ON COLUMN provisioning.rate_limits.key IS
    'cloudflare:{accountId}, github:{installation}, github-content:{installation}';

GRANT SELECT, INSERT, UPDATE ON provisioning.rate_limits TO freehold_app;

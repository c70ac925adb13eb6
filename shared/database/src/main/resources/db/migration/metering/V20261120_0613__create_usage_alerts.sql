-- Each threshold of a quota that usage reached: once per subscription, metric and period.
-- Additive. Needs billing.subscriptions and metering.metrics.

CREATE TABLE metering.usage_alerts (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL REFERENCES identity.organizations (id),
    subscription_id uuid        NOT NULL REFERENCES billing.subscriptions (id),
    metric_id       uuid        NOT NULL REFERENCES metering.metrics (id),
    period_start    timestamptz NOT NULL,
    threshold_pct   integer     NOT NULL,
    platform_id     uuid        REFERENCES registry.platforms (id),
    used            bigint      NOT NULL,
    quota           bigint      NOT NULL,
    triggered_at    timestamptz NOT NULL,
    notified_at     timestamptz,
    suppressed      boolean     NOT NULL,
    created_at      timestamptz NOT NULL,

    CONSTRAINT usage_alerts_subscription_metric_period_threshold_key
        UNIQUE (subscription_id, metric_id, period_start, threshold_pct),
    CONSTRAINT usage_alerts_threshold_pct_check CHECK (threshold_pct BETWEEN 1 AND 1000),
    CONSTRAINT usage_alerts_used_check CHECK (used >= 0),
    CONSTRAINT usage_alerts_quota_check CHECK (quota > 0),
    CONSTRAINT usage_alerts_suppressed_check CHECK (NOT suppressed OR notified_at IS NULL)
);

-- Serves the question which alerts nobody was told of.
CREATE INDEX usage_alerts_unnotified_idx ON metering.usage_alerts (triggered_at)
    WHERE notified_at IS NULL AND NOT suppressed;
-- Serve the list of one organization, of one platform, newest first.
CREATE INDEX usage_alerts_organization_idx ON metering.usage_alerts (organization_id, id DESC);
CREATE INDEX usage_alerts_platform_idx ON metering.usage_alerts (platform_id, id DESC);

COMMENT ON COLUMN metering.usage_alerts.platform_id IS 'NULL = the subscription is not a platform''s.';
COMMENT ON COLUMN metering.usage_alerts.notified_at IS 'When the mail was asked for. NULL = not yet.';
COMMENT ON COLUMN metering.usage_alerts.suppressed IS 'A higher threshold was reached with it or before.';

ALTER TABLE metering.usage_alerts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY usage_alerts_tenant ON metering.usage_alerts
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON metering.usage_alerts TO freehold_app;

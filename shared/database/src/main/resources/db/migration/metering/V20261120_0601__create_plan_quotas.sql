-- How much of a metric a plan version includes. Fixed with the published version.
-- Additive. Rows of the installation: no policy.

CREATE TABLE metering.plan_quotas (
    plan_version_id  uuid        NOT NULL,
    metric_id        uuid        NOT NULL,
    quota_limit      bigint,
    enforcement      text        NOT NULL DEFAULT 'hard',
    alert_thresholds integer[]   NOT NULL DEFAULT '{50,75,90,100}',
    created_at       timestamptz NOT NULL,

    CONSTRAINT plan_quotas_pkey PRIMARY KEY (plan_version_id, metric_id),
    CONSTRAINT plan_quotas_plan_version_id_fkey
        FOREIGN KEY (plan_version_id) REFERENCES billing.plan_versions (id),
    CONSTRAINT plan_quotas_metric_id_fkey FOREIGN KEY (metric_id) REFERENCES metering.metrics (id),
    CONSTRAINT plan_quotas_quota_limit_check CHECK (quota_limit >= 0),
    CONSTRAINT plan_quotas_enforcement_check CHECK (enforcement IN ('hard', 'soft')),
    CONSTRAINT plan_quotas_alert_thresholds_check
        CHECK (0 < ALL (alert_thresholds) AND 1000 >= ALL (alert_thresholds))
);

COMMENT ON COLUMN metering.plan_quotas.quota_limit IS
    'NULL = unlimited, 0 = denied; a metric without a row is denied.';
COMMENT ON COLUMN metering.plan_quotas.alert_thresholds IS 'Percent, ascending; empty = none.';

CREATE TRIGGER plan_quotas_immutable BEFORE INSERT OR UPDATE OR DELETE ON metering.plan_quotas
    FOR EACH ROW EXECUTE FUNCTION billing.refuse_published_part();

GRANT SELECT, INSERT, UPDATE, DELETE ON metering.plan_quotas TO freehold_app;

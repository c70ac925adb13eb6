-- One row per provider resource and day as read, before it is shared out to platforms.
-- Additive. Rows of operators: an account is shared by many organizations.

CREATE TABLE metering.resource_measurements (
    snapshot_date date        NOT NULL,
    id            uuid        NOT NULL,
    account_ref   text        NOT NULL,
    dataset       text        NOT NULL,
    resource_key  text        NOT NULL,
    action        text        NOT NULL,
    quantity      bigint      NOT NULL,
    estimated     boolean     NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,

    CONSTRAINT resource_measurements_pkey PRIMARY KEY (snapshot_date, id),
    -- Also serves the collector: what one resource did on one day.
    CONSTRAINT resource_measurements_key
        UNIQUE (snapshot_date, account_ref, dataset, resource_key, action),
    CONSTRAINT resource_measurements_quantity_check CHECK (quantity >= 0)
) PARTITION BY RANGE (snapshot_date);

COMMENT ON COLUMN metering.resource_measurements.account_ref IS 'The provider''s id of the account.';
COMMENT ON COLUMN metering.resource_measurements.dataset IS 'The provider''s name of the data set.';
COMMENT ON COLUMN metering.resource_measurements.resource_key IS
    'Name of a Worker or bucket, provider id of a database or namespace.';
COMMENT ON COLUMN metering.resource_measurements.action IS
    'The provider''s action type, or the name of the sum where the data set has no actions.';

ALTER TABLE metering.resource_measurements ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY resource_measurements_operators ON metering.resource_measurements
    USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON metering.resource_measurements TO freehold_app;

CREATE TABLE metering.resource_measurements_default
    PARTITION OF metering.resource_measurements DEFAULT;

-- Serves the collector: deleted resources of one platform still count on the days they lived.
CREATE INDEX resources_deleted_platform_idx ON registry.resources (platform_id)
    WHERE deleted_at IS NOT NULL;
-- Serve the question whether a measured object is ours, deleted ones included.
CREATE INDEX resources_measured_name_idx ON registry.resources (cloud_name);
CREATE INDEX resources_measured_id_idx ON registry.resources (cloud_id) WHERE cloud_id IS NOT NULL;

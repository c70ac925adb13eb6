-- What each platform used on each day, as the provider measured it, and what a correction replaced.
-- Additive. Needs registry.platforms.

CREATE TABLE metering.usage_snapshots (
    snapshot_date      date        NOT NULL,
    id                 uuid        NOT NULL,
    organization_id    uuid        NOT NULL,
    platform_id        uuid        NOT NULL,
    entity_id          uuid,
    worker_invocations bigint      NOT NULL,
    worker_errors      bigint      NOT NULL,
    d1_read_rows       bigint      NOT NULL,
    d1_write_rows      bigint      NOT NULL,
    r2_storage_bytes   bigint      NOT NULL,
    r2_class_a_ops     bigint      NOT NULL,
    r2_class_b_ops     bigint      NOT NULL,
    kv_reads           bigint      NOT NULL,
    kv_writes          bigint      NOT NULL,
    source             text        NOT NULL,
    revision           integer     NOT NULL,
    complete           boolean     NOT NULL,
    estimated          boolean     NOT NULL,
    collected_at       timestamptz NOT NULL,
    created_at         timestamptz NOT NULL,

    CONSTRAINT usage_snapshots_pkey PRIMARY KEY (snapshot_date, id),
    CONSTRAINT usage_snapshots_platform_entity_date_key
        UNIQUE NULLS NOT DISTINCT (platform_id, entity_id, snapshot_date),
    CONSTRAINT usage_snapshots_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT usage_snapshots_worker_invocations_check CHECK (worker_invocations >= 0),
    CONSTRAINT usage_snapshots_worker_errors_check CHECK (worker_errors >= 0),
    CONSTRAINT usage_snapshots_d1_read_rows_check CHECK (d1_read_rows >= 0),
    CONSTRAINT usage_snapshots_d1_write_rows_check CHECK (d1_write_rows >= 0),
    CONSTRAINT usage_snapshots_r2_storage_bytes_check CHECK (r2_storage_bytes >= 0),
    CONSTRAINT usage_snapshots_r2_class_a_ops_check CHECK (r2_class_a_ops >= 0),
    CONSTRAINT usage_snapshots_r2_class_b_ops_check CHECK (r2_class_b_ops >= 0),
    CONSTRAINT usage_snapshots_kv_reads_check CHECK (kv_reads >= 0),
    CONSTRAINT usage_snapshots_kv_writes_check CHECK (kv_writes >= 0),
    CONSTRAINT usage_snapshots_source_check CHECK (source IN ('cloudflare', 'backfill', 'manual')),
    CONSTRAINT usage_snapshots_revision_check CHECK (revision >= 1)
) PARTITION BY RANGE (snapshot_date);

-- Serves reports over one organization.
CREATE INDEX usage_snapshots_organization_idx
    ON metering.usage_snapshots (organization_id, snapshot_date);
-- Serves the snapshots of one entity.
CREATE INDEX usage_snapshots_entity_idx
    ON metering.usage_snapshots (entity_id, snapshot_date) WHERE entity_id IS NOT NULL;

COMMENT ON COLUMN metering.usage_snapshots.entity_id IS
    'NULL = the whole platform. No foreign key: snapshots outlive the entities of a deleted platform.';
COMMENT ON COLUMN metering.usage_snapshots.estimated IS 'The provider sampled.';

ALTER TABLE metering.usage_snapshots ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY usage_snapshots_tenant ON metering.usage_snapshots
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON metering.usage_snapshots TO freehold_app;

-- Takes days whose month has no partition, so that nothing is lost.
CREATE TABLE metering.usage_snapshots_default PARTITION OF metering.usage_snapshots DEFAULT;

CREATE TABLE metering.snapshot_revisions (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    platform_id     uuid        NOT NULL,
    entity_id       uuid,
    snapshot_date   date        NOT NULL,
    revision        integer     NOT NULL,
    before          jsonb       NOT NULL,
    after           jsonb       NOT NULL,
    reason          text        NOT NULL,
    actor_id        uuid,
    created_at      timestamptz NOT NULL,

    CONSTRAINT snapshot_revisions_platform_entity_date_revision_key
        UNIQUE NULLS NOT DISTINCT (platform_id, entity_id, snapshot_date, revision),
    CONSTRAINT snapshot_revisions_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT snapshot_revisions_revision_check CHECK (revision >= 2)
);

COMMENT ON COLUMN metering.snapshot_revisions.revision IS 'The revision that replaced the one before.';
COMMENT ON COLUMN metering.snapshot_revisions.actor_id IS 'NULL = the collector.';

ALTER TABLE metering.snapshot_revisions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY snapshot_revisions_tenant ON metering.snapshot_revisions
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT ON metering.snapshot_revisions TO freehold_app;
CREATE TRIGGER snapshot_revisions_append_only BEFORE UPDATE OR DELETE ON metering.snapshot_revisions
    FOR EACH ROW EXECUTE FUNCTION core.refuse_change();

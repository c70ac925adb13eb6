-- What can be measured, and how a period's amount comes from its parts.
-- Additive. Rows of the installation: no policy.

CREATE TABLE metering.metrics (
    id           uuid        PRIMARY KEY,
    agent_id     uuid,
    slug         text        NOT NULL,
    display_name text        NOT NULL,
    unit         text        NOT NULL,
    sort_order   integer     NOT NULL DEFAULT 0,
    kind         text        NOT NULL,
    source       text        NOT NULL,
    aggregation  text        NOT NULL,
    deleted_at   timestamptz,
    created_at   timestamptz NOT NULL,

    CONSTRAINT metrics_agent_id_slug_key UNIQUE NULLS NOT DISTINCT (agent_id, slug),
    CONSTRAINT metrics_slug_check CHECK (slug ~ '^[a-z][a-z0-9_]{0,62}$'),
    CONSTRAINT metrics_kind_check CHECK (kind IN ('fixed', 'rolling')),
    CONSTRAINT metrics_source_check CHECK (source IN ('snapshot', 'record', 'counter')),
    CONSTRAINT metrics_aggregation_check
        CHECK (aggregation IN ('sum', 'max', 'last', 'unique', 'avg')),
    CONSTRAINT metrics_counter_check CHECK (source <> 'counter' OR aggregation = 'sum'),
    CONSTRAINT metrics_fixed_check CHECK (kind <> 'fixed' OR source = 'counter'),
    CONSTRAINT metrics_avg_check CHECK (aggregation <> 'avg' OR source = 'snapshot'),
    CONSTRAINT metrics_unique_check CHECK (aggregation <> 'unique' OR source = 'record')
);

CREATE TRIGGER metrics_meaning_fixed
    BEFORE UPDATE OF agent_id, slug, kind, source, aggregation, unit ON metering.metrics
    FOR EACH ROW EXECUTE FUNCTION core.refuse_change();

GRANT SELECT, INSERT, UPDATE ON metering.metrics TO freehold_app;

INSERT INTO metering.metrics
    (id, slug, display_name, unit, sort_order, kind, source, aggregation, created_at)
SELECT id::uuid, slug, display_name, unit, sort_order, 'rolling', source, aggregation,
       '2026-01-01T00:00:00Z'
FROM (VALUES
    ('019b7700-0000-7000-8000-000000000401', 'worker_invocations', 'Worker invocations',
     'requests', 10, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000402', 'worker_errors', 'Worker errors',
     'requests', 20, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000403', 'd1_read_rows', 'Database rows read',
     'rows', 30, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000404', 'd1_write_rows', 'Database rows written',
     'rows', 40, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000405', 'r2_storage_bytes', 'Object storage',
     'bytes', 50, 'snapshot', 'avg'),
    ('019b7700-0000-7000-8000-000000000406', 'r2_class_a_ops', 'Object storage writes',
     'operations', 60, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000407', 'r2_class_b_ops', 'Object storage reads',
     'operations', 70, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000408', 'kv_reads', 'Key-value reads',
     'operations', 80, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000409', 'kv_writes', 'Key-value writes',
     'operations', 90, 'snapshot', 'sum'),
    ('019b7700-0000-7000-8000-000000000410', 'bandwidth_bytes', 'Traffic',
     'bytes', 100, 'record', 'sum'))
    AS shipped (id, slug, display_name, unit, sort_order, source, aggregation);

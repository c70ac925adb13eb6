-- Allowances and overage prices of the shipped plans, then their publication.
-- Additive: rows of this installation's own plans only.

WITH shipped (plan, slug, included, block_size, unit_amount) AS (VALUES
    ('starter', 'worker_invocations',       5000000::bigint,    1000000::bigint,   60::bigint),
    ('growth',  'worker_invocations',      50000000,            1000000,           50),
    ('scale',   'worker_invocations',     500000000,            1000000,           40),
    ('starter', 'd1_read_rows',            25000000,           10000000,           10),
    ('growth',  'd1_read_rows',           250000000,           10000000,            8),
    ('scale',   'd1_read_rows',          2500000000,           10000000,            5),
    ('starter', 'd1_write_rows',            2500000,            1000000,          200),
    ('growth',  'd1_write_rows',           25000000,            1000000,          175),
    ('scale',   'd1_write_rows',          250000000,            1000000,          150),
    ('starter', 'r2_storage_bytes',     10000000000,         1000000000,            3),
    ('growth',  'r2_storage_bytes',    100000000000,         1000000000,            3),
    ('scale',   'r2_storage_bytes',   1000000000000,         1000000000,            2),
    ('starter', 'r2_class_a_ops',           1000000,            1000000,          900),
    ('growth',  'r2_class_a_ops',          10000000,            1000000,          800),
    ('scale',   'r2_class_a_ops',         100000000,            1000000,          675),
    ('starter', 'r2_class_b_ops',          10000000,            1000000,           72),
    ('growth',  'r2_class_b_ops',         100000000,            1000000,           60),
    ('scale',   'r2_class_b_ops',        1000000000,            1000000,           54),
    ('starter', 'kv_reads',                10000000,            1000000,          100),
    ('growth',  'kv_reads',               100000000,            1000000,           85),
    ('scale',   'kv_reads',              1000000000,            1000000,           75),
    ('starter', 'kv_writes',                1000000,            1000000,         1000),
    ('growth',  'kv_writes',               10000000,            1000000,          850),
    ('scale',   'kv_writes',              100000000,            1000000,          750)),
named AS (
    SELECT v.id AS version_id, m.id AS metric_id, s.included, s.block_size, s.unit_amount
    FROM shipped s
    JOIN billing.plans p ON p.kind = 'platform' AND p.code = s.plan
    JOIN billing.plan_versions v ON v.plan_id = p.id AND v.number = 1
    JOIN metering.metrics m ON m.agent_id IS NULL AND m.slug = s.slug),
quotas AS (
    INSERT INTO metering.plan_quotas
        (plan_version_id, metric_id, quota_limit, enforcement, created_at)
    SELECT version_id, metric_id, included, 'soft', '2026-01-01T00:00:00Z' FROM named)
INSERT INTO billing.overage_prices
    (plan_version_id, metric_id, currency, block_size, unit_amount, rounding, created_at)
SELECT version_id, metric_id, 'usd', block_size, unit_amount, 'proportional', '2026-01-01T00:00:00Z'
FROM named;

-- Errors are counted, without limit and unbilled.
INSERT INTO metering.plan_quotas
    (plan_version_id, metric_id, quota_limit, enforcement, alert_thresholds, created_at)
SELECT v.id, m.id, NULL, 'soft', '{}', '2026-01-01T00:00:00Z'
FROM billing.plans p
JOIN billing.plan_versions v ON v.plan_id = p.id AND v.number = 1
JOIN metering.metrics m ON m.agent_id IS NULL AND m.slug = 'worker_errors'
WHERE p.kind = 'platform';

-- Traffic of pools: the free one stops at its allowance, the paid ones go on for money.
INSERT INTO metering.plan_quotas
    (plan_version_id, metric_id, quota_limit, enforcement, alert_thresholds, created_at)
SELECT v.id, m.id, v.pool_bandwidth_gb * 1000000000::bigint,
       CASE p.code WHEN 'free' THEN 'hard' ELSE 'soft' END, '{80,100}', '2026-01-01T00:00:00Z'
FROM billing.plans p
JOIN billing.plan_versions v ON v.plan_id = p.id AND v.number = 1
JOIN metering.metrics m ON m.agent_id IS NULL AND m.slug = 'bandwidth_bytes'
WHERE p.kind = 'pool';

INSERT INTO billing.overage_prices
    (plan_version_id, metric_id, currency, block_size, unit_amount, rounding, created_at)
SELECT v.id, m.id, 'usd', 1000000000, 5, 'whole_blocks', '2026-01-01T00:00:00Z'
FROM billing.plans p
JOIN billing.plan_versions v ON v.plan_id = p.id AND v.number = 1
JOIN metering.metrics m ON m.agent_id IS NULL AND m.slug = 'bandwidth_bytes'
WHERE p.kind = 'pool' AND p.code <> 'free';

UPDATE billing.plan_versions SET published_at = '2026-01-01T00:00:00Z' WHERE published_at IS NULL;

UPDATE billing.plans p SET current_version_id = v.id, status = 'active'
FROM billing.plan_versions v
WHERE v.plan_id = p.id AND v.number = 1;

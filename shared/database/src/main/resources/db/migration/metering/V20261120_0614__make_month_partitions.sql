-- Partitions by month of the snapshot date, made ahead or on demand by the application.
-- Additive. A month whose days already fell into the default partition takes them over.

CREATE FUNCTION metering.make_month_partitions(p_month date) RETURNS integer
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    first_day date := date_trunc('month', p_month)::date;
    next_month date := (date_trunc('month', p_month) + interval '1 month')::date;
    former text := coalesce(current_setting('freehold.scope', true), '');
    parent text;
    child text;
    made integer := 0;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    FOREACH parent IN ARRAY ARRAY['usage_snapshots', 'resource_measurements', 'collection_tasks'] LOOP
        child := parent || '_' || to_char(first_day, 'YYYYMM');
        IF to_regclass('metering.' || child) IS NULL THEN
            -- Two callers at once: the second waits here and finds the first one's table.
            PERFORM pg_advisory_xact_lock(hashtextextended('metering.' || child, 0));
            CONTINUE WHEN to_regclass('metering.' || child) IS NOT NULL;
            EXECUTE format('CREATE TABLE metering.%I (LIKE metering.%I INCLUDING ALL)', child, parent);
            EXECUTE format(
                'WITH moved AS (DELETE FROM metering.%I WHERE snapshot_date >= %L AND snapshot_date < %L '
                'RETURNING *) INSERT INTO metering.%I SELECT * FROM moved',
                parent || '_default', first_day, next_month, child);
            EXECUTE format(
                'ALTER TABLE metering.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', child);
            EXECUTE format(
                'CREATE POLICY %I ON metering.%I USING ((SELECT core.is_operator_scope()))',
                child || '_operators', child);
            EXECUTE format(
                'ALTER TABLE metering.%I ATTACH PARTITION metering.%I FOR VALUES FROM (%L) TO (%L)',
                parent, child, first_day, next_month);
            made := made + 1;
        END IF;
    END LOOP;
    PERFORM set_config('freehold.scope', former, true);
    RETURN made;
END
$$;

COMMENT ON FUNCTION metering.make_month_partitions(date) IS
    'Makes what is missing of the month''s partitions; how many were made. May be repeated.';

REVOKE ALL ON FUNCTION metering.make_month_partitions(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION metering.make_month_partitions(date) TO freehold_app;

-- Reached through their parents alone; the policy lets the function above move days between them.
ALTER TABLE metering.usage_snapshots_default ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY usage_snapshots_default_operators ON metering.usage_snapshots_default
    USING ((SELECT core.is_operator_scope()));
ALTER TABLE metering.resource_measurements_default ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY resource_measurements_default_operators ON metering.resource_measurements_default
    USING ((SELECT core.is_operator_scope()));
ALTER TABLE metering.collection_tasks_default ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY collection_tasks_default_operators ON metering.collection_tasks_default
    USING ((SELECT core.is_operator_scope()));

SELECT metering.make_month_partitions((date_trunc('month', now()) + n * interval '1 month')::date)
  FROM generate_series(-1, 3) AS n;

-- Monthly partitions of both audits: made ahead by the application; what is past the retention is deleted by the
-- retention's login alone.
-- Additive.

-- Makes the partition of the month that begins on p_month; rows that waited in the default one move into it.
-- True = it was not there.
CREATE FUNCTION identity.add_audit_partition(p_table text, p_month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former  text := coalesce(current_setting('freehold.scope', true), '');
    name    text := p_table || '_y' || to_char(p_month, 'YYYY') || 'm' || to_char(p_month, 'MM');
    waiting text := p_table || '_default';
    starts  timestamptz := date_trunc('month', p_month::timestamp) AT TIME ZONE 'UTC';
    ends    timestamptz := (date_trunc('month', p_month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF p_table NOT IN ('audit_authentication', 'audit_authorization') THEN
        RAISE EXCEPTION '% is no audit', p_table USING ERRCODE = 'invalid_parameter_value';
    END IF;
    IF to_regclass('identity.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    EXECUTE format('LOCK TABLE identity.%I IN ACCESS EXCLUSIVE MODE', p_table);
    IF to_regclass('identity.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM set_config('freehold.scope', 'operator', true);
    EXECUTE format('ALTER TABLE identity.%I DETACH PARTITION identity.%I', p_table, waiting);
    EXECUTE format('CREATE TABLE identity.%I PARTITION OF identity.%I FOR VALUES FROM (%L) TO (%L)',
        name, p_table, starts, ends);
    EXECUTE format('ALTER TABLE identity.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('INSERT INTO identity.%I SELECT * FROM identity.%I WHERE occurred_at >= $1 AND occurred_at < $2',
        p_table, waiting) USING starts, ends;
    -- Detached, the table has lost the trigger that refuses deletions; it gets it back below.
    EXECUTE format('DELETE FROM identity.%I WHERE occurred_at >= $1 AND occurred_at < $2', waiting) USING starts, ends;
    EXECUTE format('ALTER TABLE identity.%I ATTACH PARTITION identity.%I DEFAULT', p_table, waiting);
    PERFORM set_config('freehold.scope', former, true);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION identity.add_audit_partition(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.add_audit_partition(text, date) TO freehold_app;

-- The detached default partitions are read and emptied by their owner in operator scope.
CREATE POLICY audit_authentication_default_operators ON identity.audit_authentication_default
    USING ((SELECT core.is_operator_scope()));
CREATE POLICY audit_authorization_default_operators ON identity.audit_authorization_default
    USING ((SELECT core.is_operator_scope()));

-- Drops months that lie wholly before p_before, or 90 days ago where that is earlier, and deletes the older rows of the others, so many at a time.
-- What it returns is the rows deleted; fewer than p_limit = nothing is left.
CREATE FUNCTION identity.drop_audit_partitions(p_before timestamptz, p_limit integer DEFAULT 10000) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
    former  text := coalesce(current_setting('freehold.scope', true), '');
    -- The shortest retention that is ever right, by the database's own time, whatever the caller asks for.
    before  timestamptz := least(p_before, now() - interval '90 days');
    parent  text;
    part    text;
    gone    integer;
    deleted integer := 0;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    FOREACH parent IN ARRAY ARRAY['audit_authentication', 'audit_authorization'] LOOP
        FOR part IN
            SELECT c.relname
            FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = ('identity.' || parent)::regclass
              AND c.relname ~ ('^' || parent || '_y\d{4}m\d{2}$')
              AND (to_date(substring(c.relname FROM '\d{4}m\d{2}$'), 'YYYY"m"MM')::timestamp
                    + interval '1 month') AT TIME ZONE 'UTC' <= before
            ORDER BY c.relname
        LOOP
            EXECUTE format('DROP TABLE identity.%I', part);
        END LOOP;
        EXECUTE format(
            'DELETE FROM identity.%1$I WHERE (occurred_at, id) IN
                (SELECT occurred_at, id FROM identity.%1$I WHERE occurred_at < $1 ORDER BY occurred_at LIMIT $2)',
            parent) USING before, p_limit;
        GET DIAGNOSTICS gone = ROW_COUNT;
        deleted := greatest(deleted, gone);
    END LOOP;
    PERFORM set_config('freehold.scope', former, true);
    RETURN deleted;
END
$$;
REVOKE ALL ON FUNCTION identity.drop_audit_partitions(timestamptz, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.drop_audit_partitions(timestamptz, integer) TO freehold_retention;

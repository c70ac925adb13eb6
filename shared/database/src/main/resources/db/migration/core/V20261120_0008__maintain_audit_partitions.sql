-- Monthly partitions of the change audit: made ahead by the application, dropped by the retention's login alone.
-- Additive.

-- Makes the partition of the month that begins on p_month; rows that waited in the default one move into it.
-- True = it was not there.
CREATE FUNCTION core.add_audit_partition(p_month date) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    former  text := coalesce(current_setting('freehold.scope', true), '');
    name    text := 'audit_log_y' || to_char(p_month, 'YYYY') || 'm' || to_char(p_month, 'MM');
    starts  timestamptz := date_trunc('month', p_month::timestamp) AT TIME ZONE 'UTC';
    ends    timestamptz := (date_trunc('month', p_month::timestamp) + interval '1 month') AT TIME ZONE 'UTC';
BEGIN
    IF to_regclass('core.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    LOCK TABLE core.audit_log IN ACCESS EXCLUSIVE MODE;
    IF to_regclass('core.' || name) IS NOT NULL THEN
        RETURN false;
    END IF;
    PERFORM set_config('freehold.scope', 'operator', true);
    ALTER TABLE core.audit_log DETACH PARTITION core.audit_log_default;
    EXECUTE format('CREATE TABLE core.%I PARTITION OF core.audit_log FOR VALUES FROM (%L) TO (%L)', name, starts, ends);
    EXECUTE format('ALTER TABLE core.%I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
    INSERT INTO core.audit_log
        SELECT * FROM core.audit_log_default WHERE created_at >= starts AND created_at < ends;
    -- Detached, the table has lost the trigger that refuses deletions; it gets it back below.
    DELETE FROM core.audit_log_default WHERE created_at >= starts AND created_at < ends;
    ALTER TABLE core.audit_log ATTACH PARTITION core.audit_log_default DEFAULT;
    PERFORM set_config('freehold.scope', former, true);
    RETURN true;
END
$$;
REVOKE ALL ON FUNCTION core.add_audit_partition(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.add_audit_partition(date) TO freehold_app;

-- The detached default partition is read and emptied by its owner in operator scope.
CREATE POLICY audit_log_default_operators ON core.audit_log_default
    USING ((SELECT core.is_operator_scope()));

-- Drops whole months before p_before, leaving each organization's last dropped entry as a cut anchor.
CREATE FUNCTION core.drop_audit_partitions(p_before timestamptz) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    former  text := coalesce(current_setting('freehold.scope', true), '');
    part    record;
    dropped integer := 0;
BEGIN
    -- The shortest retention that is ever right, whatever the caller asks for.
    IF p_before > now() - interval '365 days' THEN
        RAISE EXCEPTION 'the audit is kept for a year at least' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('freehold.scope', 'operator', true);
    FOR part IN
        SELECT c.oid::regclass::text AS name
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'core.audit_log'::regclass
          AND c.relname ~ '^audit_log_y\d{4}m\d{2}$'
          AND to_date(substring(c.relname FROM '\d{4}m\d{2}$'), 'YYYY"m"MM') + interval '1 month' <= p_before
        ORDER BY c.relname
    LOOP
        EXECUTE format(
            'INSERT INTO core.audit_anchors (id, organization_id, kind, seq, hash, object_key, created_at)
             SELECT gen_random_uuid(), organization_id, ''cut'', chain_seq, hash, '''', now()
             FROM (SELECT DISTINCT ON (organization_id) organization_id, chain_seq, hash
                   FROM %s ORDER BY organization_id, chain_seq DESC) last
             ON CONFLICT DO NOTHING', part.name);
        EXECUTE format('DROP TABLE %s', part.name);
        dropped := dropped + 1;
    END LOOP;
    PERFORM set_config('freehold.scope', former, true);
    RETURN dropped;
END
$$;
REVOKE ALL ON FUNCTION core.drop_audit_partitions(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.drop_audit_partitions(timestamptz) TO freehold_retention;

-- The last entry of each organization in a dropped month becomes its cut anchor, which verification starts from;
-- until now none was written.
-- Additive; months dropped before have no anchor and cannot get one.

-- Drops whole months before p_before, leaving each organization's last dropped entry as a cut anchor.
CREATE OR REPLACE FUNCTION core.drop_audit_partitions(p_before timestamptz) RETURNS integer
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
        SELECT c.oid AS id, c.oid::regclass::text AS name
        FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
        WHERE i.inhparent = 'core.audit_log'::regclass
          AND c.relname ~ '^audit_log_y\d{4}m\d{2}$'
          AND to_date(substring(c.relname FROM '\d{4}m\d{2}$'), 'YYYY"m"MM') + interval '1 month' <= p_before
        ORDER BY c.relname
    LOOP
        -- By way of the whole table: a partition by itself has no policy, so nobody sees a row of it.
        INSERT INTO core.audit_anchors (id, organization_id, kind, seq, hash, object_key, created_at)
        SELECT gen_random_uuid(), organization_id, 'cut', chain_seq, hash, '', now()
        FROM (SELECT DISTINCT ON (organization_id) organization_id, chain_seq, hash
              FROM core.audit_log WHERE tableoid = part.id
              ORDER BY organization_id, chain_seq DESC) last
        ON CONFLICT DO NOTHING;
        EXECUTE format('DROP TABLE %s', part.name);
        dropped := dropped + 1;
    END LOOP;
    PERFORM set_config('freehold.scope', former, true);
    RETURN dropped;
END
$$;

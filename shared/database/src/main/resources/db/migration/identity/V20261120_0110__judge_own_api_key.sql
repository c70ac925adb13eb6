-- Judges a key for somebody else's question: only keys of the asking organization are charged.
-- Additive.

CREATE FUNCTION identity.judge_own_api_key(p_hash bytea, p_organization uuid, p_cost integer,
    p_now timestamptz)
    RETURNS identity.api_key_judgement
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    j identity.api_key_judgement;
    own boolean;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT count(*) > 0 INTO own FROM identity.api_keys k
     WHERE (k.key_hash = p_hash OR k.previous_key_hash = p_hash)
       AND k.organization_id = p_organization;
    PERFORM set_config('freehold.scope', former, true);
    IF own THEN
        SELECT * INTO j FROM identity.judge_api_key(p_hash, NULL, p_cost, p_now);
    END IF;
    RETURN j;
END
$$;

COMMENT ON FUNCTION identity.judge_own_api_key(bytea, uuid, integer, timestamptz) IS
    'As judge_api_key for keys of the organization; any other key is all NULL and not charged.';

REVOKE ALL ON FUNCTION identity.judge_own_api_key(bytea, uuid, integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.judge_own_api_key(bytea, uuid, integer, timestamptz)
    TO freehold_app;

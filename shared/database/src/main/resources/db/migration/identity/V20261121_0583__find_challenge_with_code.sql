-- A challenge is found together with the backup code that may answer it. Additive: who names no code gets what they got.

DROP FUNCTION identity.find_challenge(uuid, timestamptz);
CREATE FUNCTION identity.find_challenge(p_id uuid, p_now timestamptz, p_selector text DEFAULT NULL,
    OUT id uuid, OUT user_id uuid, OUT code_hash bytea, OUT two_factor_enabled boolean,
    OUT secret_encrypted bytea, OUT last_used_step bigint, OUT system_role text,
    OUT organization_id uuid, OUT methods text[], OUT backup_code_id uuid,
    OUT backup_code_hash text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT v.id, v.user_id, v.code_hash, t.enabled_at IS NOT NULL, t.secret_encrypted,
           t.last_used_step, u.role, identity.first_organization(u.id),
           coalesce(v.methods, ARRAY['password']), b.id, b.code_hash
      INTO id, user_id, code_hash, two_factor_enabled, secret_encrypted, last_used_step,
           system_role, organization_id, methods, backup_code_id, backup_code_hash
      FROM identity.verifications v
      JOIN identity.users u ON u.id = v.user_id AND u.deleted_at IS NULL
       AND (u.status = 'active' OR (u.status = 'banned' AND u.ban_expires_at <= p_now))
      LEFT JOIN identity.two_factors t ON t.user_id = v.user_id AND t.enabled_at IS NOT NULL
      LEFT JOIN identity.backup_codes b
        ON b.user_id = v.user_id AND b.selector = p_selector AND b.used_at IS NULL
     WHERE v.id = p_id AND v.kind = 'second_factor' AND v.consumed_at IS NULL
       AND v.expires_at > p_now AND v.attempts < 5;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION identity.find_challenge(uuid, timestamptz, text) IS
    'A live challenge and what its codes are judged by; all NULL = gone.';

REVOKE ALL ON FUNCTION identity.find_challenge(uuid, timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.find_challenge(uuid, timestamptz, text) TO freehold_app;

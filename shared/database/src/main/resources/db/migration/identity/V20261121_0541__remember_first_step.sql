-- A challenge remembers what was proved before it: a password, a mailed link or a provider. Additive; a challenge that was
-- opened before is a password's.

ALTER TABLE identity.verifications
    ADD COLUMN methods text[],
    ADD CONSTRAINT verifications_methods_check
        CHECK (methods <@ ARRAY['password', 'magic_link', 'google', 'github']);

COMMENT ON COLUMN identity.verifications.methods IS
    'Of a second_factor: how the first step was taken. NULL = by a password.';

DROP FUNCTION identity.find_challenge(uuid, timestamptz);
CREATE FUNCTION identity.find_challenge(p_id uuid, p_now timestamptz,
    OUT id uuid, OUT user_id uuid, OUT code_hash bytea, OUT two_factor_enabled boolean,
    OUT secret_encrypted bytea, OUT last_used_step bigint, OUT system_role text,
    OUT organization_id uuid, OUT methods text[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT v.id, v.user_id, v.code_hash, t.enabled_at IS NOT NULL, t.secret_encrypted,
           t.last_used_step, u.role, identity.first_organization(u.id),
           coalesce(v.methods, ARRAY['password'])
      INTO id, user_id, code_hash, two_factor_enabled, secret_encrypted, last_used_step,
           system_role, organization_id, methods
      FROM identity.verifications v
      JOIN identity.users u ON u.id = v.user_id AND u.deleted_at IS NULL
       AND (u.status = 'active' OR (u.status = 'banned' AND u.ban_expires_at <= p_now))
      LEFT JOIN identity.two_factors t ON t.user_id = v.user_id AND t.enabled_at IS NOT NULL
     WHERE v.id = p_id AND v.kind = 'second_factor' AND v.consumed_at IS NULL
       AND v.expires_at > p_now AND v.attempts < 5;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION identity.find_challenge(uuid, timestamptz) IS
    'A live challenge and what its codes are judged by; all NULL = gone.';

-- A code or link under way by its id, as it is; what was tried stays counted.
CREATE FUNCTION identity.find_open_verification(p_kind text, p_id uuid, p_now timestamptz)
    RETURNS SETOF identity.verifications
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY
    SELECT v.* FROM identity.verifications v
     WHERE v.id = p_id AND v.kind = p_kind AND v.consumed_at IS NULL AND v.expires_at > p_now
       AND v.attempts < 5;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

-- A new code, and link where there was one, in place of the old ones; the tries stay counted, so that sending again gives
-- nobody more of them. Of two at once one gets true.
CREATE FUNCTION identity.renew_verification(p_id uuid, p_token_hash bytea, p_code_hash bytea,
    p_expires_at timestamptz, p_not_since timestamptz, p_now timestamptz)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    renewed boolean;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    UPDATE identity.verifications v
       SET token_hash = CASE WHEN v.token_hash IS NULL THEN NULL ELSE p_token_hash END,
           code_hash = p_code_hash, expires_at = p_expires_at, last_sent_at = p_now
     WHERE v.id = p_id AND v.consumed_at IS NULL AND v.expires_at > p_now AND v.attempts < 5
       AND (v.last_sent_at IS NULL OR v.last_sent_at <= p_not_since);
    renewed := FOUND;
    PERFORM set_config('freehold.scope', former, true);
    RETURN renewed;
END
$$;

REVOKE ALL ON FUNCTION
    identity.find_challenge(uuid, timestamptz),
    identity.find_open_verification(text, uuid, timestamptz),
    identity.renew_verification(uuid, bytea, bytea, timestamptz, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.find_challenge(uuid, timestamptz),
    identity.find_open_verification(text, uuid, timestamptz),
    identity.renew_verification(uuid, bytea, bytea, timestamptz, timestamptz, timestamptz) TO freehold_app;

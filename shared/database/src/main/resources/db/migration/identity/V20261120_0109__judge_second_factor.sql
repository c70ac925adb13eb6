-- The look-ups of the second step of a sign-in, made before the caller is known.
-- Additive. They see all rows (operator scope) for their own statements and put the former scope back.

CREATE FUNCTION identity.find_challenge(p_id uuid, p_now timestamptz,
    OUT id uuid, OUT user_id uuid, OUT code_hash bytea, OUT two_factor_enabled boolean,
    OUT secret_encrypted bytea, OUT last_used_step bigint, OUT system_role text,
    OUT organization_id uuid)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT v.id, v.user_id, v.code_hash, t.enabled_at IS NOT NULL, t.secret_encrypted,
           t.last_used_step, u.role, identity.first_organization(u.id)
      INTO id, user_id, code_hash, two_factor_enabled, secret_encrypted, last_used_step,
           system_role, organization_id
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

-- Charges one try to the challenge and to its user before it is judged: OK, LOCKED (nothing is
-- changed) or GONE (likewise).
CREATE FUNCTION identity.charge_second_factor(p_id uuid, p_subject bytea, p_delay_from integer,
    p_lock_from integer, p_delay_base interval, p_lock_for interval, p_reset_after interval,
    p_now timestamptz, OUT outcome text, OUT attempt_count integer, OUT locked_until timestamptz)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    a record;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    UPDATE identity.verifications v SET attempts = v.attempts + 1
     WHERE v.id = p_id AND v.kind = 'second_factor' AND v.consumed_at IS NULL
       AND v.expires_at > p_now AND v.attempts < 5;
    IF NOT FOUND THEN
        outcome := 'GONE';
    ELSE
        SELECT * INTO a FROM identity.charge_attempt('second_factor', p_subject, p_delay_from,
            p_lock_from, p_delay_base, p_lock_for, p_reset_after, p_now);
        attempt_count := a.attempt_count;
        locked_until := a.locked_until;
        outcome := 'OK';
        IF NOT a.charged THEN
            UPDATE identity.verifications v SET attempts = v.attempts - 1 WHERE v.id = p_id;
            outcome := 'LOCKED';
        END IF;
    END IF;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

REVOKE ALL ON FUNCTION
    identity.find_challenge(uuid, timestamptz),
    identity.charge_second_factor(uuid, bytea, integer, integer, interval, interval, interval,
        timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.find_challenge(uuid, timestamptz),
    identity.charge_second_factor(uuid, bytea, integer, integer, interval, interval, interval,
        timestamptz) TO freehold_app;

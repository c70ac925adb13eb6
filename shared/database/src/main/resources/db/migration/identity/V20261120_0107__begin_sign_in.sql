-- The look-ups of signing in, made before anybody is known: one question, one function.
-- Additive. They see all rows (operator scope) for their own statements and put the former scope back.

-- Charges an attempt before it is judged; a locked subject changes nothing.
CREATE FUNCTION identity.charge_attempt(p_kind text, p_subject bytea, p_delay_from integer,
    p_lock_from integer, p_delay_base interval, p_lock_for interval, p_reset_after interval,
    p_now timestamptz, OUT charged boolean, OUT attempt_count integer, OUT locked_until timestamptz)
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    f identity.failed_attempts;
BEGIN
    INSERT INTO identity.failed_attempts AS x
        (kind, subject_hash, attempt_count, last_attempt_at, created_at)
    VALUES (p_kind, p_subject, 1, p_now, p_now)
    ON CONFLICT (kind, subject_hash) DO UPDATE
       SET attempt_count = CASE WHEN x.last_attempt_at <= p_now - p_reset_after THEN 1
                                ELSE x.attempt_count + 1 END,
           notified_at = CASE WHEN x.last_attempt_at <= p_now - p_reset_after THEN NULL
                              ELSE x.notified_at END,
           last_attempt_at = p_now,
           locked_until = CASE
               WHEN x.last_attempt_at <= p_now - p_reset_after THEN NULL
               WHEN x.attempt_count + 1 >= p_lock_from THEN p_now + p_lock_for
               WHEN x.attempt_count + 1 >= p_delay_from
                   THEN p_now + p_delay_base * power(2, x.attempt_count + 1 - p_delay_from)
               END
     WHERE x.locked_until IS NULL OR x.locked_until <= p_now
    RETURNING x.* INTO f;
    charged := FOUND;
    IF NOT charged THEN
        SELECT x.* INTO f FROM identity.failed_attempts x
         WHERE x.kind = p_kind AND x.subject_hash = p_subject;
    END IF;
    attempt_count := f.attempt_count;
    locked_until := f.locked_until;
END
$$;

CREATE TYPE identity.sign_in_start AS (
    outcome             text,
    retry_after_seconds bigint,
    attempt_count       integer,
    user_id             uuid,
    user_name           text,
    user_locale         text,
    user_status         text,
    ban_reason          text,
    ban_expires_at      timestamptz,
    system_role         text,
    email_verified      boolean,
    account_id          uuid,
    password_hash       text,
    password_scheme     text,
    two_factor_enabled  boolean,
    device_id           uuid,
    organization_id     uuid
);

CREATE FUNCTION identity.begin_sign_in(p_email text, p_email_subject bytea, p_ip_subject bytea,
    p_ip_limit integer, p_ip_window interval, p_device_hash bytea, p_device_subject bytea,
    p_delay_from integer, p_lock_from integer, p_delay_base interval, p_lock_for interval,
    p_reset_after interval, p_now timestamptz)
    RETURNS identity.sign_in_start
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    s identity.sign_in_start;
    window_at timestamptz := date_bin(p_ip_window, p_now, timestamptz '2000-01-01 00:00:00Z');
    a record;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    IF p_ip_subject IS NOT NULL THEN
        INSERT INTO core.throttles AS t (kind, subject_hash, window_start, count, created_at)
        VALUES ('sign-in-ip', p_ip_subject, window_at, 1, p_now)
        ON CONFLICT (kind, subject_hash, window_start) DO UPDATE SET count = t.count + 1
         WHERE t.count < p_ip_limit;
        IF NOT FOUND THEN
            s.outcome := 'THROTTLED';
            s.retry_after_seconds := greatest(1,
                ceil(extract(epoch FROM window_at + p_ip_window - p_now))::bigint);
            PERFORM set_config('freehold.scope', former, true);
            RETURN s;
        END IF;
    END IF;

    -- The verified owner of the address, else who has it as an unproved primary one.
    SELECT u.id, u.name, u.locale, u.ban_reason, u.ban_expires_at, u.role,
           e.verified_at IS NOT NULL, c.id, c.password_hash, c.password_scheme,
           CASE WHEN u.status = 'banned' AND u.ban_expires_at <= p_now THEN 'active'
                ELSE u.status END,
           EXISTS (SELECT 1 FROM identity.two_factors t
                    WHERE t.user_id = u.id AND t.enabled_at IS NOT NULL),
           (SELECT d.id FROM identity.trusted_devices d
             WHERE d.token_hash = p_device_hash AND d.user_id = u.id AND d.expires_at > p_now),
           identity.first_organization(u.id)
      INTO s.user_id, s.user_name, s.user_locale, s.ban_reason, s.ban_expires_at, s.system_role,
           s.email_verified, s.account_id, s.password_hash, s.password_scheme, s.user_status,
           s.two_factor_enabled, s.device_id, s.organization_id
      FROM identity.user_emails e
      JOIN identity.users u ON u.id = e.user_id AND u.deleted_at IS NULL
      LEFT JOIN identity.accounts c ON c.user_id = u.id AND c.provider_id = 'credential'
     WHERE e.email = p_email AND (e.verified_at IS NOT NULL OR e.is_primary)
     ORDER BY e.verified_at NULLS LAST
     LIMIT 1;

    -- A trusted device has a counter of its own, so that a stranger cannot lock its owner out.
    IF s.device_id IS NOT NULL THEN
        INSERT INTO identity.failed_attempts AS x
            (kind, subject_hash, attempt_count, last_attempt_at, created_at)
        VALUES ('device', p_device_subject, 1, p_now, p_now)
        ON CONFLICT (kind, subject_hash) DO UPDATE
           SET attempt_count = CASE WHEN x.last_attempt_at <= p_now - p_reset_after THEN 1
                                    ELSE x.attempt_count + 1 END,
               last_attempt_at = p_now
         WHERE x.attempt_count < p_lock_from OR x.last_attempt_at <= p_now - p_reset_after
        RETURNING x.attempt_count INTO s.attempt_count;
        IF FOUND THEN
            s.outcome := 'JUDGE';
            PERFORM set_config('freehold.scope', former, true);
            RETURN s;
        END IF;
        DELETE FROM identity.trusted_devices d WHERE d.id = s.device_id;
        s.device_id := NULL;
    END IF;

    SELECT * INTO a FROM identity.charge_attempt('email', p_email_subject, p_delay_from,
        p_lock_from, p_delay_base, p_lock_for, p_reset_after, p_now);
    s.attempt_count := a.attempt_count;
    IF a.charged THEN
        s.outcome := 'JUDGE';
    ELSE
        s.outcome := 'LOCKED';
        s.retry_after_seconds := greatest(1,
            ceil(extract(epoch FROM a.locked_until - p_now))::bigint);
        s.password_hash := NULL;
    END IF;
    PERFORM set_config('freehold.scope', former, true);
    RETURN s;
END
$$;

COMMENT ON FUNCTION identity.begin_sign_in(text, bytea, bytea, integer, interval, bytea, bytea,
    integer, integer, interval, interval, interval, timestamptz) IS
    'Throttles the network, charges the attempt and fetches the hash: JUDGE, LOCKED or THROTTLED. '
    'Unknown addresses are charged alike.';

-- The organization a new session acts in: the default one if still a member, else the oldest.
CREATE FUNCTION identity.first_organization(p_user uuid) RETURNS uuid
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT o.id
      FROM identity.members m
      JOIN identity.organizations o ON o.id = m.organization_id AND o.deleted_at IS NULL
     WHERE m.user_id = p_user
     ORDER BY (o.is_default AND o.owner_id = p_user) DESC, m.created_at, m.id
     LIMIT 1
$$;

-- Whose address it is: the verified owner, else who has it as an unproved primary one.
CREATE FUNCTION identity.find_address(p_email text, OUT user_id uuid, OUT email_id uuid,
    OUT verified boolean, OUT user_name text, OUT user_locale text)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT u.id, e.id, e.verified_at IS NOT NULL, u.name, u.locale
      INTO user_id, email_id, verified, user_name, user_locale
      FROM identity.user_emails e
      JOIN identity.users u ON u.id = e.user_id AND u.deleted_at IS NULL
     WHERE e.email = p_email AND (e.verified_at IS NOT NULL OR e.is_primary)
     ORDER BY e.verified_at NULLS LAST
     LIMIT 1;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

-- Charges one try of a code, before it is judged; no row = dead, used, unknown or worn out.
CREATE FUNCTION identity.charge_verification(p_kind text, p_id uuid, p_max_attempts integer,
    p_now timestamptz)
    RETURNS SETOF identity.verifications
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY
    UPDATE identity.verifications v SET attempts = v.attempts + 1
     WHERE v.id = p_id AND v.kind = p_kind AND v.consumed_at IS NULL AND v.expires_at > p_now
       AND v.attempts < p_max_attempts
    RETURNING v.*;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

-- A live link by its token; nothing is charged, since 256 bits are not guessed.
CREATE FUNCTION identity.find_verification(p_kind text, p_token_hash bytea, p_now timestamptz)
    RETURNS SETOF identity.verifications
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY
    SELECT v.* FROM identity.verifications v
     WHERE v.token_hash = p_token_hash AND v.kind = p_kind AND v.consumed_at IS NULL
       AND v.expires_at > p_now;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

-- Ends a verification for its one use: of two at once, one gets true. What it carried is emptied.
CREATE FUNCTION identity.consume_verification(p_id uuid, p_now timestamptz)
    RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    consumed boolean;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    UPDATE identity.verifications v SET consumed_at = p_now, payload_encrypted = NULL
     WHERE v.id = p_id AND v.consumed_at IS NULL AND v.expires_at > p_now;
    consumed := FOUND;
    PERFORM set_config('freehold.scope', former, true);
    RETURN consumed;
END
$$;

REVOKE ALL ON FUNCTION
    identity.charge_attempt(text, bytea, integer, integer, interval, interval, interval,
        timestamptz),
    identity.begin_sign_in(text, bytea, bytea, integer, interval, bytea, bytea, integer, integer,
        interval, interval, interval, timestamptz),
    identity.first_organization(uuid),
    identity.find_address(text),
    identity.charge_verification(text, uuid, integer, timestamptz),
    identity.find_verification(text, bytea, timestamptz),
    identity.consume_verification(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.charge_attempt(text, bytea, integer, integer, interval, interval, interval,
        timestamptz),
    identity.begin_sign_in(text, bytea, bytea, integer, interval, bytea, bytea, integer, integer,
        interval, interval, interval, timestamptz),
    identity.first_organization(uuid),
    identity.find_address(text),
    identity.charge_verification(text, uuid, integer, timestamptz),
    identity.find_verification(text, bytea, timestamptz),
    identity.consume_verification(uuid, timestamptz) TO freehold_app;

-- The look-ups of the edge: who is calling, for which organization, with which rights; one statement each.
-- Additive. They see all rows (operator scope) for their own statements and put the former scope back.

CREATE TYPE identity.caller AS (
    outcome                          text,
    session_id                       uuid,
    api_key_id                       uuid,
    client_id                        uuid,
    user_id                          uuid,
    user_email                       text,
    user_status                      text,
    deletion_scheduled               boolean,
    system_role                      text,
    two_factor_enabled               boolean,
    organization_id                  uuid,
    organization_kind                text,
    organization_requires_two_factor boolean,
    role                             text,
    role_permissions                 text[],
    allowed                          text[],
    denied                           text[],
    key_permissions                  text[],
    key_kind                         text,
    cross_organization               boolean,
    methods                          text[],
    authenticated_at                 timestamptz,
    impersonated_by                  uuid,
    session_organization_id          uuid,
    expires_at                       timestamptz,
    retry_after_seconds              bigint
);

-- A version 7 UUID for rows that a function of this schema writes by itself.
CREATE FUNCTION identity.uuid_at(p_now timestamptz) RETURNS uuid LANGUAGE sql VOLATILE
    SET search_path = pg_catalog, pg_temp
    RETURN encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send(floor(extract(epoch FROM p_now) * 1000)::bigint) FROM 3)
        FROM 1 FOR 6), 52, 1), 53, 1), 'hex')::uuid;

-- The person: gone and blocked ones are not there. A ban that ran out counts as active.
CREATE FUNCTION identity.caller_user(p_user uuid, p_now timestamptz,
    OUT user_id uuid, OUT email text, OUT status text, OUT deletion_scheduled boolean,
    OUT system_role text, OUT two_factor_enabled boolean)
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT u.id, e.email, 'active', u.deletion_scheduled_at IS NOT NULL, u.role,
           EXISTS (SELECT 1 FROM identity.two_factors t
                    WHERE t.user_id = u.id AND t.enabled_at IS NOT NULL)
      FROM identity.users u
      LEFT JOIN identity.user_emails e ON e.user_id = u.id AND e.is_primary
     WHERE u.id = p_user AND u.deleted_at IS NULL
       AND (u.status = 'active' OR (u.status = 'banned' AND u.ban_expires_at <= p_now))
$$;

-- What a person is in an organization; role NULL = not a member.
CREATE FUNCTION identity.caller_rights(p_user uuid, p_organization uuid, p_now timestamptz,
    OUT organization_id uuid, OUT kind text, OUT require_two_factor boolean, OUT role text,
    OUT role_permissions text[], OUT allowed text[], OUT denied text[])
    LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
AS $$
    SELECT o.id, o.kind, o.require_two_factor, m.role, r.permissions,
           coalesce(g.allowed, '{}'), coalesce(g.denied, '{}')
      FROM identity.organizations o
      LEFT JOIN identity.members m ON m.organization_id = o.id AND m.user_id = p_user
      LEFT JOIN identity.organization_roles r
             ON r.organization_id = o.id AND r.id = m.custom_role_id
      LEFT JOIN LATERAL (
           SELECT array_agg(p.permission) FILTER (WHERE p.effect = 'allow') AS allowed,
                  array_agg(p.permission) FILTER (WHERE p.effect = 'deny') AS denied
             FROM identity.permission_grants p
            WHERE p.organization_id = o.id AND p.user_id = p_user
              AND (p.expires_at IS NULL OR p.expires_at > p_now)) g ON true
     WHERE o.id = p_organization AND o.deleted_at IS NULL
$$;

REVOKE ALL ON FUNCTION identity.uuid_at(timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION identity.caller_user(uuid, timestamptz) FROM PUBLIC;
REVOKE ALL ON FUNCTION identity.caller_rights(uuid, uuid, timestamptz) FROM PUBLIC;

CREATE FUNCTION identity.resolve_session(p_hash bytea, p_organization uuid, p_now timestamptz,
    p_lifetime interval DEFAULT interval '7 days', p_refresh_after interval DEFAULT interval '1 day')
    RETURNS identity.caller
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    c identity.caller;
    s record;
    u record;
    r record;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    c.outcome := 'UNAUTHENTICATED';
    SELECT * INTO s FROM identity.sessions x
     WHERE x.token_hash = p_hash AND x.expires_at > p_now AND x.absolute_expires_at > p_now;
    SELECT * INTO u FROM identity.caller_user(s.user_id, p_now);
    IF u.user_id IS NULL THEN
        PERFORM set_config('freehold.scope', former, true);
        RETURN c;
    END IF;

    -- Pushed on at the first use after a while: of two calls at once, one finds it already done.
    IF s.impersonated_by IS NULL AND s.refreshed_at <= p_now - p_refresh_after
       AND s.expires_at < s.absolute_expires_at THEN
        UPDATE identity.sessions x
           SET refreshed_at = p_now,
               expires_at = least(p_now + p_lifetime, x.absolute_expires_at)
         WHERE x.id = s.id AND x.refreshed_at <= p_now - p_refresh_after
        RETURNING x.expires_at INTO s.expires_at;
        IF FOUND THEN
            INSERT INTO identity.audit_authentication (id, occurred_at, event_type, result, user_id,
                session_id, created_at)
            VALUES (identity.uuid_at(p_now), p_now, 'session_refreshed', 'success', s.user_id,
                s.id, p_now);
        ELSE
            SELECT x.expires_at INTO s.expires_at FROM identity.sessions x WHERE x.id = s.id;
            IF NOT FOUND THEN
                PERFORM set_config('freehold.scope', former, true);
                RETURN c;
            END IF;
        END IF;
    END IF;

    c.outcome := 'OK';
    c.session_id := s.id;
    c.user_id := u.user_id;
    c.user_email := u.email;
    c.user_status := u.status;
    c.deletion_scheduled := u.deletion_scheduled;
    c.system_role := u.system_role;
    c.two_factor_enabled := u.two_factor_enabled;
    c.cross_organization := false;
    c.methods := s.methods;
    c.authenticated_at := s.authenticated_at;
    c.impersonated_by := s.impersonated_by;
    c.session_organization_id := s.active_organization_id;
    c.expires_at := s.expires_at;

    SELECT * INTO r FROM identity.caller_rights(
        s.user_id, coalesce(p_organization, s.active_organization_id), p_now);
    IF r.organization_id IS NOT NULL AND (r.role IS NOT NULL OR u.system_role <> 'user') THEN
        c.organization_id := r.organization_id;
        c.organization_kind := r.kind;
        c.organization_requires_two_factor := r.require_two_factor;
        c.role := r.role;
        c.role_permissions := r.role_permissions;
        c.allowed := r.allowed;
        c.denied := r.denied;
    ELSIF p_organization IS NOT NULL THEN
        c.outcome := 'NOT_FOUND';
    END IF;
    PERFORM set_config('freehold.scope', former, true);
    RETURN c;
END
$$;

COMMENT ON FUNCTION identity.resolve_session(bytea, uuid, timestamptz, interval, interval) IS
    'The caller of a session token. An asked organization the caller is no member of is NOT_FOUND; '
    'a session''s own one that the caller has left counts as none. Operators may ask for any.';

CREATE TYPE identity.api_key_judgement AS (
    caller               identity.caller,
    owner_id             uuid,
    key_organization_id  uuid,
    remaining            bigint,
    rate_limit_enabled   boolean,
    rate_limit_max       integer,
    rate_limit_remaining integer,
    rate_limit_resets_at timestamptz,
    key_expires_at       timestamptz,
    metadata             jsonb
);

CREATE FUNCTION identity.judge_api_key(p_hash bytea, p_organization uuid, p_cost integer,
    p_now timestamptz)
    RETURNS identity.api_key_judgement
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    c identity.caller;
    j identity.api_key_judgement;
    k identity.api_keys;
    u record;
    r record;
    acting uuid;
    steps bigint;
    live_window boolean;
    seconds numeric;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    c.outcome := 'UNAUTHENTICATED';
    -- The lock puts parallel calls of one key in a row: each sees what the one before has counted.
    SELECT * INTO k FROM identity.api_keys x
     WHERE x.key_hash = p_hash
        OR (x.previous_key_hash = p_hash AND x.previous_key_expires_at > p_now)
       FOR NO KEY UPDATE;
    IF NOT FOUND OR k.revoked_at IS NOT NULL OR NOT k.enabled
       OR NOT (k.key_hash = p_hash OR k.previous_key_expires_at > p_now) THEN
        PERFORM set_config('freehold.scope', former, true);
        j.caller := c;
        RETURN j;
    END IF;
    -- A personal key acts as its creator; a service key outlives its maker.
    IF k.kind = 'personal' THEN
        SELECT * INTO u FROM identity.caller_user(k.user_id, p_now);
    ELSE
        SELECT NULL::uuid AS user_id, NULL::text AS email, NULL::text AS status,
               false AS deletion_scheduled, 'user'::text AS system_role,
               false AS two_factor_enabled INTO u;
    END IF;
    SELECT * INTO r FROM identity.caller_rights(u.user_id, k.organization_id, p_now);
    IF r.organization_id IS NULL
       OR (k.kind = 'personal' AND (u.user_id IS NULL OR r.role IS NULL)) THEN
        PERFORM set_config('freehold.scope', former, true);
        j.caller := c;
        RETURN j;
    END IF;

    -- What is due falls in before the judgement; it is written with the charge only.
    live_window := k.window_started_at IS NOT NULL
        AND k.window_started_at + k.rate_limit_window_ms * interval '1 millisecond' > p_now;
    IF NOT live_window THEN
        k.window_started_at := p_now;
        k.window_count := 0;
    END IF;
    IF k.refill_amount IS NOT NULL THEN
        steps := floor(extract(epoch FROM p_now - k.last_refill_at) * 1000
            / k.refill_interval_ms)::bigint;
        IF steps >= 1 THEN
            k.remaining := k.refill_amount;
            k.last_refill_at := k.last_refill_at
                + steps * k.refill_interval_ms * interval '1 millisecond';
        END IF;
    END IF;

    c.api_key_id := k.id;
    c.user_id := u.user_id;
    c.user_email := u.email;
    c.user_status := u.status;
    c.deletion_scheduled := u.deletion_scheduled;
    c.system_role := u.system_role;
    c.two_factor_enabled := u.two_factor_enabled;
    c.organization_id := k.organization_id;
    c.session_organization_id := k.organization_id;
    c.key_permissions := k.permissions;
    c.key_kind := k.kind;
    c.cross_organization := k.cross_organization;
    c.expires_at := k.expires_at;

    IF k.expires_at <= p_now THEN
        c.outcome := 'API_KEY_EXPIRED';
    ELSIF k.rate_limit_enabled AND k.window_count >= k.rate_limit_max THEN
        c.outcome := 'API_KEY_RATE_LIMITED';
        seconds := extract(epoch FROM k.window_started_at
            + k.rate_limit_window_ms * interval '1 millisecond' - p_now);
        c.retry_after_seconds := greatest(1, ceil(seconds)::bigint);
    ELSIF k.remaining < p_cost THEN
        c.outcome := 'API_KEY_EXHAUSTED';
        seconds := extract(epoch FROM k.last_refill_at
            + k.refill_interval_ms * interval '1 millisecond' - p_now);
        c.retry_after_seconds := greatest(1, coalesce(ceil(seconds)::bigint, 86400));
    ELSE
        acting := k.organization_id;
        IF p_organization IS NOT NULL AND p_organization <> k.organization_id THEN
            acting := NULL;
            IF k.cross_organization THEN
                SELECT * INTO r FROM identity.caller_rights(NULL, p_organization, p_now);
                acting := r.organization_id;
            END IF;
        END IF;
        IF acting IS NULL THEN
            c.outcome := 'NOT_FOUND';
        ELSE
            UPDATE identity.api_keys x
               SET window_started_at = k.window_started_at,
                   window_count = k.window_count + 1,
                   request_count = x.request_count + 1,
                   remaining = k.remaining - p_cost,
                   last_refill_at = k.last_refill_at,
                   last_used_at = p_now
             WHERE x.id = k.id
            RETURNING x.window_count, x.remaining INTO k.window_count, k.remaining;
            c.outcome := 'OK';
            c.organization_id := acting;
            c.organization_kind := r.kind;
            c.organization_requires_two_factor := r.require_two_factor;
            c.role := r.role;
            c.role_permissions := r.role_permissions;
            c.allowed := r.allowed;
            c.denied := r.denied;
        END IF;
    END IF;

    j.caller := c;
    j.owner_id := k.user_id;
    j.key_organization_id := k.organization_id;
    j.remaining := k.remaining;
    j.rate_limit_enabled := k.rate_limit_enabled;
    j.rate_limit_max := k.rate_limit_max;
    j.rate_limit_remaining := greatest(0, k.rate_limit_max - k.window_count);
    j.rate_limit_resets_at := k.window_started_at
        + k.rate_limit_window_ms * interval '1 millisecond';
    j.key_expires_at := k.expires_at;
    j.metadata := k.metadata;
    PERFORM set_config('freehold.scope', former, true);
    RETURN j;
END
$$;

COMMENT ON FUNCTION identity.judge_api_key(bytea, uuid, integer, timestamptz) IS
    'Judges and counts one call of a key. Only OK is charged; any other outcome changes nothing.';

CREATE FUNCTION identity.verify_api_key(p_hash bytea, p_organization uuid, p_cost integer,
    p_now timestamptz)
    RETURNS identity.caller
    LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
    SELECT (identity.judge_api_key(p_hash, p_organization, p_cost, p_now)).caller
$$;

REVOKE ALL ON FUNCTION
    identity.resolve_session(bytea, uuid, timestamptz, interval, interval),
    identity.judge_api_key(bytea, uuid, integer, timestamptz),
    identity.verify_api_key(bytea, uuid, integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.resolve_session(bytea, uuid, timestamptz, interval, interval),
    identity.judge_api_key(bytea, uuid, integer, timestamptz),
    identity.verify_api_key(bytea, uuid, integer, timestamptz) TO freehold_app;

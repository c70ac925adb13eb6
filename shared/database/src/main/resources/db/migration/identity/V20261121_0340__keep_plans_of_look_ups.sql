-- The edge's look-ups in PL/pgSQL: it keeps the plans of its statements for the session, where a function in SQL that
-- cannot be inlined plans them anew in every call (five times the cost of running them). What they answer stays as it was.
-- Additive.

CREATE OR REPLACE FUNCTION identity.caller_user(p_user uuid, p_now timestamptz,
    OUT user_id uuid, OUT email text, OUT status text, OUT deletion_scheduled boolean,
    OUT system_role text, OUT two_factor_enabled boolean)
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT u.id, e.email, 'active', u.deletion_scheduled_at IS NOT NULL, u.role,
           EXISTS (SELECT 1 FROM identity.two_factors t
                    WHERE t.user_id = u.id AND t.enabled_at IS NOT NULL)
      INTO user_id, email, status, deletion_scheduled, system_role, two_factor_enabled
      FROM identity.users u
      LEFT JOIN identity.user_emails e ON e.user_id = u.id AND e.is_primary
     WHERE u.id = p_user AND u.deleted_at IS NULL
       AND (u.status = 'active' OR (u.status = 'banned' AND u.ban_expires_at <= p_now));
END
$$;
CREATE OR REPLACE FUNCTION identity.caller_rights(p_user uuid, p_organization uuid, p_now timestamptz,
    OUT organization_id uuid, OUT kind text, OUT require_two_factor boolean, OUT role text,
    OUT role_permissions text[], OUT allowed text[], OUT denied text[])
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    SELECT o.id, o.kind, o.require_two_factor, m.role, r.permissions,
           coalesce(g.allowed, '{}'), coalesce(g.denied, '{}')
      INTO organization_id, kind, require_two_factor, role, role_permissions, allowed, denied
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
     WHERE o.id = p_organization AND o.deleted_at IS NULL;
END
$$;

CREATE OR REPLACE FUNCTION identity.verify_api_key(p_hash bytea, p_organization uuid, p_cost integer,
    p_now timestamptz)
    RETURNS identity.caller
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    j identity.api_key_judgement := identity.judge_api_key(p_hash, p_organization, p_cost, p_now);
BEGIN
    RETURN j.caller;
END
$$;

CREATE OR REPLACE FUNCTION identity.first_organization(p_user uuid) RETURNS uuid
    LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    RETURN (
    SELECT o.id
      FROM identity.members m
      JOIN identity.organizations o ON o.id = m.organization_id AND o.deleted_at IS NULL
     WHERE m.user_id = p_user
     ORDER BY (o.is_default AND o.owner_id = p_user) DESC, m.created_at, m.id
     LIMIT 1);
END
$$;

-- What a member may do, for others who ask: the person counts, too, whom row level security hides from them. Who is blocked
-- may do nothing, as for their own calls (identity.caller_user).
-- Additive. It refuses any organization but the acting one, sees all rows for its own statement and puts the former scope
-- back.

CREATE FUNCTION identity.member_rights(p_organization uuid, p_user uuid, p_now timestamptz)
    RETURNS TABLE (is_blocked boolean, role text, custom_role_id uuid, role_permissions text[],
        allowed text[], denied text[])
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    IF p_organization IS DISTINCT FROM core.acting_organization()
       AND NOT core.is_operator_scope() THEN
        RETURN;
    END IF;
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY
    SELECT NOT (u.deleted_at IS NULL AND (u.status = 'active'
               OR (u.status = 'banned' AND coalesce(u.ban_expires_at <= p_now, false)))),
           m.role, m.custom_role_id, r.permissions,
           coalesce(g.allowed, '{}'), coalesce(g.denied, '{}')
      FROM identity.members m
      JOIN identity.users u ON u.id = m.user_id
      LEFT JOIN identity.organization_roles r
             ON r.organization_id = m.organization_id AND r.id = m.custom_role_id
      LEFT JOIN LATERAL (
           SELECT array_agg(p.permission) FILTER (WHERE p.effect = 'allow') AS allowed,
                  array_agg(p.permission) FILTER (WHERE p.effect = 'deny') AS denied
             FROM identity.permission_grants p
            WHERE p.organization_id = m.organization_id AND p.user_id = m.user_id
              AND (p.expires_at IS NULL OR p.expires_at > p_now)) g ON true
     WHERE m.organization_id = p_organization AND m.user_id = p_user;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

REVOKE ALL ON FUNCTION identity.member_rights(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.member_rights(uuid, uuid, timestamptz) TO freehold_app;

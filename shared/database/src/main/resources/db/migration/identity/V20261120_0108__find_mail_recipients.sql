-- Who reads a mail: one person, or the members of an organization who hold a permission.
-- Additive. It sees all rows (operator scope) for its own statement and puts the former scope back.

CREATE FUNCTION identity.mail_recipients(p_user uuid, p_organization uuid, p_permission text,
    p_roles text[], p_category text, p_now timestamptz)
    RETURNS TABLE (user_id uuid, email text, name text, locale text, subscribed boolean,
        deliverable boolean)
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY
    SELECT u.id, e.email, u.name, u.locale,
           p_category IN ('service', 'security')
               OR coalesce(f.subscribed, p_category <> 'marketing'),
           p_category = 'security' OR e.delivery_status = 'ok'
      FROM identity.users u
      JOIN identity.user_emails e ON e.user_id = u.id AND e.is_primary
      LEFT JOIN identity.email_preferences f
             ON f.user_id = u.id AND f.email_type = p_category
     WHERE u.deleted_at IS NULL
       AND (u.id = p_user
        OR (p_user IS NULL
            AND (u.status = 'active' OR (u.status = 'banned' AND u.ban_expires_at <= p_now))
            AND u.id IN (
                SELECT m.user_id
                  FROM identity.members m
                  LEFT JOIN identity.organization_roles r
                         ON r.organization_id = m.organization_id AND r.id = m.custom_role_id
                  LEFT JOIN identity.permission_grants g
                         ON g.organization_id = m.organization_id AND g.user_id = m.user_id
                        AND g.permission = p_permission
                        AND (g.expires_at IS NULL OR g.expires_at > p_now)
                 WHERE m.organization_id = p_organization
                   AND coalesce(g.effect = 'allow',
                       m.role = ANY (p_roles) OR p_permission = ANY (r.permissions), false))))
     ORDER BY u.id;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION identity.mail_recipients(uuid, uuid, text, text[], text, timestamptz) IS
    'p_roles = the built-in roles that hold the permission. A missing preference means subscribed, '
    'but for marketing not; bounced and complained addresses get security mail only.';

REVOKE ALL ON FUNCTION
    identity.mail_recipients(uuid, uuid, text, text[], text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.mail_recipients(uuid, uuid, text, text[], text, timestamptz) TO freehold_app;

-- Members with their names and addresses, which row level security shows to their owners only, and the end of a membership.
-- Additive. Both refuse any organization but the acting one; they see all rows for their own statements and put the
-- former scope back.

CREATE FUNCTION identity.show_members(p_organization uuid, p_user uuid, p_role text, p_query text,
    p_before timestamptz, p_before_id uuid, p_limit integer)
    RETURNS TABLE (id uuid, organization_id uuid, user_id uuid, name text, email text,
        avatar_url text, role text, role_id uuid, role_name text, two_factor_enabled boolean,
        created_at timestamptz, updated_at timestamptz, version integer)
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
    SELECT m.id, m.organization_id, m.user_id, u.name, e.email, u.avatar_url, m.role,
           m.custom_role_id, coalesce(r.name, m.role),
           EXISTS (SELECT 1 FROM identity.two_factors t
                    WHERE t.user_id = m.user_id AND t.enabled_at IS NOT NULL),
           m.created_at, m.updated_at, m.version
      FROM identity.members m
      JOIN identity.users u ON u.id = m.user_id
      LEFT JOIN identity.user_emails e ON e.user_id = m.user_id AND e.is_primary
      LEFT JOIN identity.organization_roles r
             ON r.organization_id = m.organization_id AND r.id = m.custom_role_id
     WHERE m.organization_id = p_organization
       AND (p_user IS NULL OR m.user_id = p_user)
       AND (p_role IS NULL OR m.role = p_role)
       AND (p_query IS NULL OR strpos(lower(u.name), lower(p_query)) > 0
            OR strpos(e.email, lower(p_query)) > 0)
       AND (p_before IS NULL OR (m.created_at, m.id) < (p_before, p_before_id))
     ORDER BY m.created_at DESC, m.id DESC
     LIMIT p_limit;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION
    identity.show_members(uuid, uuid, text, text, timestamptz, uuid, integer) IS
    'Newest first; every filter may be NULL.';

-- What goes with a membership: the person's own keys there, single grants (by the foreign key), the place as a
-- session's active organization. Returns the keys that ended; NULL = was no member.
CREATE FUNCTION identity.end_membership(p_organization uuid, p_user uuid, p_now timestamptz)
    RETURNS uuid[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    ended uuid[];
BEGIN
    IF p_organization IS DISTINCT FROM core.acting_organization()
       AND NOT core.is_operator_scope() THEN
        RETURN NULL;
    END IF;
    PERFORM set_config('freehold.scope', 'operator', true);
    DELETE FROM identity.members m
     WHERE m.organization_id = p_organization AND m.user_id = p_user;
    IF FOUND THEN
        WITH revoked AS (
            UPDATE identity.api_keys k
               SET revoked_at = p_now, updated_at = p_now, version = k.version + 1
             WHERE k.organization_id = p_organization AND k.user_id = p_user
               AND k.kind = 'personal' AND k.revoked_at IS NULL
            RETURNING k.id)
        SELECT coalesce(array_agg(revoked.id), '{}') INTO ended FROM revoked;
        UPDATE identity.sessions s SET active_organization_id = NULL
         WHERE s.user_id = p_user AND s.active_organization_id = p_organization;
    END IF;
    PERFORM set_config('freehold.scope', former, true);
    RETURN ended;
END
$$;

REVOKE ALL ON FUNCTION
    identity.show_members(uuid, uuid, text, text, timestamptz, uuid, integer),
    identity.end_membership(uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.show_members(uuid, uuid, text, text, timestamptz, uuid, integer),
    identity.end_membership(uuid, uuid, timestamptz) TO freehold_app;

-- The step from an invitation to a membership in one statement, with the member as it is shown.
-- Additive. Runs with its caller's rights: claim_invitation has set the organization.

CREATE FUNCTION identity.join_by_invitation(p_invitation uuid, p_member uuid, p_user uuid,
    p_now timestamptz)
    RETURNS TABLE (joined boolean, id uuid, organization_id uuid, user_id uuid, name text,
        email text, avatar_url text, role text, role_id uuid, role_name text,
        two_factor_enabled boolean, created_at timestamptz, updated_at timestamptz,
        version integer)
    LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    i identity.invitations;
    is_new boolean;
BEGIN
    UPDATE identity.invitations x
       SET status = 'accepted', accepted_by = p_user, resolved_at = p_now, updated_at = p_now,
           version = x.version + 1
     WHERE x.id = p_invitation AND x.status = 'pending'
    RETURNING x.* INTO STRICT i;
    INSERT INTO identity.members AS m
        (id, organization_id, user_id, role, custom_role_id, created_at, updated_at)
    VALUES (p_member, i.organization_id, p_user, i.role, i.custom_role_id, p_now, p_now)
    ON CONFLICT ON CONSTRAINT members_organization_id_user_id_key DO NOTHING;
    is_new := FOUND;
    RETURN QUERY
    SELECT is_new, s.*
      FROM identity.show_members(i.organization_id, p_user, NULL, NULL, NULL, NULL, 1) s;
END
$$;

COMMENT ON FUNCTION identity.join_by_invitation(uuid, uuid, uuid, timestamptz) IS
    'joined false = was a member already, and keeps the role.';

REVOKE ALL ON FUNCTION
    identity.join_by_invitation(uuid, uuid, uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.join_by_invitation(uuid, uuid, uuid, timestamptz) TO freehold_app;

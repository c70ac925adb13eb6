-- What keeps an organization from its end, how many somebody owns, and the end itself.
-- Additive. They see all rows for their own statements and put the former scope back.

-- Other domains' live things, by the words of the refusal.
CREATE FUNCTION identity.uses_of_organization(p_organization uuid) RETURNS text[]
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    uses text[] := '{}';
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    IF EXISTS (SELECT 1 FROM registry.platforms p
                WHERE p.organization_id = p_organization AND p.deleted_at IS NULL) THEN
        uses := uses || 'platforms'::text;
    END IF;
    IF EXISTS (SELECT 1 FROM billing.subscriptions s
                WHERE s.organization_id = p_organization AND s.ended_at IS NULL) THEN
        uses := uses || 'subscriptions'::text;
    END IF;
    IF EXISTS (SELECT 1 FROM billing.invoices i
                WHERE i.organization_id = p_organization AND i.status IN ('draft', 'open')) THEN
        uses := uses || 'invoices'::text;
    END IF;
    PERFORM set_config('freehold.scope', former, true);
    RETURN uses;
END
$$;

CREATE FUNCTION identity.count_owned(p_user uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    owned bigint;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT count(*) INTO owned FROM identity.organizations o
     WHERE o.owner_id = p_user AND o.deleted_at IS NULL;
    PERFORM set_config('freehold.scope', former, true);
    RETURN owned;
END
$$;

-- Members, invitations, keys and places as active organization end with it. Returns the keys that ended.
CREATE FUNCTION identity.end_organization(p_organization uuid, p_now timestamptz) RETURNS uuid[]
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
    UPDATE identity.organizations o
       SET deleted_at = p_now, updated_at = p_now, version = o.version + 1
     WHERE o.id = p_organization AND o.deleted_at IS NULL;
    UPDATE identity.invitations i
       SET status = 'revoked', resolved_at = p_now, updated_at = p_now, version = i.version + 1
     WHERE i.organization_id = p_organization AND i.status = 'pending';
    WITH revoked AS (
        UPDATE identity.api_keys k
           SET revoked_at = p_now, updated_at = p_now, version = k.version + 1
         WHERE k.organization_id = p_organization AND k.revoked_at IS NULL
        RETURNING k.id)
    SELECT coalesce(array_agg(revoked.id), '{}') INTO ended FROM revoked;
    UPDATE identity.sessions s SET active_organization_id = NULL
     WHERE s.active_organization_id = p_organization;
    DELETE FROM identity.members m WHERE m.organization_id = p_organization;
    PERFORM set_config('freehold.scope', former, true);
    RETURN ended;
END
$$;

REVOKE ALL ON FUNCTION
    identity.uses_of_organization(uuid),
    identity.count_owned(uuid),
    identity.end_organization(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.uses_of_organization(uuid),
    identity.count_owned(uuid),
    identity.end_organization(uuid, timestamptz) TO freehold_app;

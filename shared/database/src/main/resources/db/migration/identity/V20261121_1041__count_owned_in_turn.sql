-- How many organizations somebody owns, for who is about to give them one more: givers of one person queue up at the
-- person, as makers do, so that two at once do not pass the limit.
-- Additive: the same question, answered in turn.

CREATE OR REPLACE FUNCTION identity.count_owned(p_user uuid) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    owned bigint;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    PERFORM u.id FROM identity.users u WHERE u.id = p_user FOR NO KEY UPDATE;
    SELECT count(*) INTO owned FROM identity.organizations o
     WHERE o.owner_id = p_user AND o.deleted_at IS NULL;
    PERFORM set_config('freehold.scope', former, true);
    RETURN owned;
END
$$;

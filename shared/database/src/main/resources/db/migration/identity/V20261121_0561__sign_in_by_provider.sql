-- What a provider's account may carry, and whose it is, asked before anybody is known. Additive.

ALTER TABLE identity.accounts
    ADD COLUMN access_token_encrypted  bytea,
    ADD COLUMN refresh_token_encrypted bytea,
    ADD COLUMN access_token_expires_at timestamptz,
    ADD COLUMN scope                   text;

COMMENT ON COLUMN identity.accounts.access_token_encrypted IS
    'The provider''s; NULL unless the installation keeps them.';

CREATE FUNCTION identity.find_provider_account(p_provider text, p_subject text)
    RETURNS uuid
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    owner uuid;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT a.user_id INTO owner
      FROM identity.accounts a
      JOIN identity.users u ON u.id = a.user_id AND u.deleted_at IS NULL
     WHERE a.provider_id = p_provider AND a.account_id = p_subject
       AND a.provider_id <> 'credential';
    PERFORM set_config('freehold.scope', former, true);
    RETURN owner;
END
$$;

REVOKE ALL ON FUNCTION identity.find_provider_account(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.find_provider_account(text, text) TO freehold_app;

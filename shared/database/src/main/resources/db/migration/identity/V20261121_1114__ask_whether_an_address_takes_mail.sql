-- Mails to an address instead of a person (invitations, a subscription's billing e-mail) spare a person's address that
-- has bounced or complained, as mails to the person do.
-- Additive. It sees all rows (operator scope) for its own statement and puts the former scope back.

CREATE FUNCTION identity.takes_mail(p_email text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    takes  boolean;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT coalesce(bool_and(e.delivery_status = 'ok'), true) INTO takes
      FROM identity.user_emails e
     WHERE (e.email = p_email AND e.is_primary) OR (e.email = p_email AND e.verified_at IS NOT NULL);
    PERFORM set_config('freehold.scope', former, true);
    RETURN takes;
END
$$;

COMMENT ON FUNCTION identity.takes_mail(text) IS
    'False = somebody''s address that bounced or complained. Security mail goes there all the same.';

REVOKE ALL ON FUNCTION identity.takes_mail(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION identity.takes_mail(text) TO freehold_app;

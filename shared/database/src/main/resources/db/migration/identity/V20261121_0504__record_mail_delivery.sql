-- What became of a mail, at the invitation it carried and at the address it went to; and the invitations whose reminder
-- is due.
-- Additive. They see all rows for their own statements and put the former scope back.

CREATE FUNCTION identity.record_mail_delivery(p_mail uuid, p_user uuid, p_email text, p_event text,
    p_error text, p_at timestamptz)
    RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    to_invitation text := CASE p_event WHEN 'delivered' THEN 'sent' ELSE p_event END;
    to_address text := CASE p_event WHEN 'delivered' THEN 'ok' ELSE p_event END;
    gravity CONSTANT text[] := ARRAY['not_sent', 'ok', 'sent', 'failed', 'bounced', 'complained'];
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    -- The newest report wins; of two of one moment the graver, so that their order does not matter.
    UPDATE identity.invitations i
       SET delivery_status = to_invitation, delivery_error = left(p_error, 500),
           delivery_reported_at = p_at
      FROM core.mail_messages m
     WHERE m.id = p_mail AND m.template IN ('invitation', 'invitation-reminder')
       AND i.organization_id = m.organization_id AND i.email = m.to_email
       AND to_invitation IN ('sent', 'failed', 'bounced', 'complained')
       AND (i.delivery_reported_at IS NULL OR i.delivery_reported_at < p_at
            OR (i.delivery_reported_at = p_at AND array_position(gravity, i.delivery_status)
                <= array_position(gravity, to_invitation)));
    UPDATE identity.user_emails e
       SET delivery_status = to_address, delivery_reported_at = p_at, updated_at = p_at
     WHERE to_address IN ('ok', 'bounced', 'complained')
       AND (e.email = p_email OR (p_email IS NULL AND e.user_id = p_user AND e.is_primary))
       AND (e.delivery_reported_at IS NULL OR e.delivery_reported_at < p_at
            OR (e.delivery_reported_at = p_at AND array_position(gravity, e.delivery_status)
                <= array_position(gravity, to_address)));
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION
    identity.record_mail_delivery(uuid, uuid, text, text, text, timestamptz) IS
    'p_email NULL = the primary address of p_user. A repeat, and an older report that comes late, change nothing.';

-- Counts a reminder at each invitation it returns: at most one within p_after of the last mail, p_max in all. Of an
-- operator's scope.
CREATE FUNCTION identity.claim_reminders(p_after interval, p_max integer, p_limit integer,
    p_now timestamptz)
    RETURNS SETOF identity.invitation_details
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
    IF NOT core.is_operator_scope() THEN
        RETURN;
    END IF;
    RETURN QUERY
    WITH due AS (
        SELECT i.id FROM identity.invitations i
         WHERE i.status = 'pending' AND i.expires_at > p_now AND i.reminder_count < p_max
           AND i.delivery_status NOT IN ('bounced', 'complained')
           AND greatest(i.last_sent_at, i.last_reminder_at) <= p_now - p_after
         ORDER BY i.expires_at
         LIMIT p_limit FOR UPDATE SKIP LOCKED),
    claimed AS (
        UPDATE identity.invitations i
           SET reminder_count = i.reminder_count + 1, last_reminder_at = p_now,
               updated_at = p_now, version = i.version + 1
          FROM due WHERE i.id = due.id
        RETURNING i.id)
    SELECT d.* FROM identity.invitation_details d WHERE d.id IN (SELECT c.id FROM claimed c);
END
$$;

REVOKE ALL ON FUNCTION
    identity.record_mail_delivery(uuid, uuid, text, text, text, timestamptz),
    identity.claim_reminders(interval, integer, integer, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.record_mail_delivery(uuid, uuid, text, text, text, timestamptz),
    identity.claim_reminders(interval, integer, integer, timestamptz) TO freehold_app;

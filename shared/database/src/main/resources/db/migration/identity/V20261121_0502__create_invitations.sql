-- Invitations: one row per organization and address; inviting again renews it.
-- Additive. The token is a keyed hash of id and version: a reminder repeats it, nobody reads it from the table.

CREATE TABLE identity.invitations (
    id                   uuid        PRIMARY KEY,
    organization_id      uuid        NOT NULL,
    email                text        NOT NULL,
    invited_by           uuid        NOT NULL,
    role                 text        NOT NULL,
    custom_role_id       uuid,
    credit_limit         bigint,
    status               text        NOT NULL,
    token_hash           bytea       NOT NULL,
    token_version        integer     NOT NULL,
    expires_at           timestamptz NOT NULL,
    accepted_by          uuid,
    resolved_at          timestamptz,
    delivery_status      text        NOT NULL,
    delivery_error       text,
    delivery_reported_at timestamptz,
    last_sent_at         timestamptz,
    sent_count           integer     NOT NULL,
    last_reminder_at     timestamptz,
    reminder_count       integer     NOT NULL,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,
    version              integer     NOT NULL DEFAULT 0,
    -- The role while it is promised: a resolved invitation does not keep a role from its end.
    pending_role_id      uuid        GENERATED ALWAYS AS
        (CASE WHEN status = 'pending' THEN custom_role_id END) STORED,

    CONSTRAINT invitations_organization_id_email_key UNIQUE (organization_id, email),
    CONSTRAINT invitations_token_hash_key UNIQUE (token_hash),
    CONSTRAINT invitations_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT invitations_invited_by_fkey FOREIGN KEY (invited_by) REFERENCES identity.users (id),
    CONSTRAINT invitations_accepted_by_fkey FOREIGN KEY (accepted_by) REFERENCES identity.users (id),
    CONSTRAINT invitations_organization_id_pending_role_id_fkey
        FOREIGN KEY (organization_id, pending_role_id)
        REFERENCES identity.organization_roles (organization_id, id) ON DELETE RESTRICT,
    CONSTRAINT invitations_email_check
        CHECK (email = lower(email) AND length(email) <= 254
            AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    CONSTRAINT invitations_role_check CHECK (role IN ('owner', 'admin', 'member', 'custom')),
    CONSTRAINT invitations_custom_role_id_check
        CHECK ((role = 'custom') = (custom_role_id IS NOT NULL)),
    CONSTRAINT invitations_credit_limit_check CHECK (credit_limit >= 0),
    CONSTRAINT invitations_status_check
        CHECK (status IN ('pending', 'accepted', 'declined', 'revoked', 'expired')),
    CONSTRAINT invitations_resolved_at_check CHECK ((status = 'pending') = (resolved_at IS NULL)),
    CONSTRAINT invitations_accepted_by_check
        CHECK ((status = 'accepted') = (accepted_by IS NOT NULL)),
    CONSTRAINT invitations_token_hash_check CHECK (length(token_hash) = 32),
    CONSTRAINT invitations_token_version_check CHECK (token_version > 0),
    CONSTRAINT invitations_delivery_status_check
        CHECK (delivery_status IN ('not_sent', 'sent', 'failed', 'bounced', 'complained')),
    CONSTRAINT invitations_sent_count_check CHECK (sent_count >= 0),
    CONSTRAINT invitations_reminder_count_check CHECK (reminder_count >= 0)
);

-- Serves the invitations of one person, over all organizations, and a mail's report.
CREATE INDEX invitations_email_idx ON identity.invitations (email);
-- Serves the sweep of what is past its end, and the reminders.
CREATE INDEX invitations_expires_at_idx ON identity.invitations (expires_at)
    WHERE status = 'pending';
-- Serves the pages of the list.
CREATE INDEX invitations_created_idx ON identity.invitations (organization_id, created_at);

COMMENT ON COLUMN identity.invitations.credit_limit IS 'NULL = unlimited; 0 = may not spend.';
COMMENT ON COLUMN identity.invitations.expires_at IS 'Exclusive: over when expires_at <= now.';

ALTER TABLE identity.invitations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY invitations_tenant ON identity.invitations
    USING (organization_id = (SELECT core.acting_organization())
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON identity.invitations TO freehold_app;

-- With the names that readers see; for this schema's functions alone.
CREATE VIEW identity.invitation_details WITH (security_invoker = true) AS
SELECT i.*, o.name AS organization_name, o.logo_url AS organization_logo_url,
       o.deleted_at AS organization_deleted_at, coalesce(r.name, i.role) AS role_name,
       u.name AS invited_by_name
  FROM identity.invitations i
  JOIN identity.organizations o ON o.id = i.organization_id
  LEFT JOIN identity.users u ON u.id = i.invited_by
  LEFT JOIN identity.organization_roles r
         ON r.organization_id = i.organization_id AND r.id = i.custom_role_id;

CREATE FUNCTION identity.show_invitations(p_organization uuid, p_invitation uuid, p_status text,
    p_before timestamptz, p_before_id uuid, p_limit integer, p_now timestamptz)
    RETURNS SETOF identity.invitation_details
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
    SELECT d.* FROM identity.invitation_details d
     WHERE d.organization_id = p_organization
       AND (p_invitation IS NULL OR d.id = p_invitation)
       AND (p_status IS NULL OR p_status =
            CASE WHEN d.status = 'pending' AND d.expires_at <= p_now THEN 'expired'
                 ELSE d.status END)
       AND (p_before IS NULL OR (d.created_at, d.id) < (p_before, p_before_id))
     ORDER BY d.created_at DESC, d.id DESC
     LIMIT p_limit;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

COMMENT ON FUNCTION
    identity.show_invitations(uuid, uuid, text, timestamptz, uuid, integer, timestamptz) IS
    'Of the acting organization, newest first; every filter may be NULL. What is past its end '
    'counts as expired, also before the sweep has seen it.';

-- Pending ones to an address the acting user has proved.
CREATE FUNCTION identity.show_own_invitations(p_before timestamptz, p_before_id uuid,
    p_limit integer, p_now timestamptz)
    RETURNS SETOF identity.invitation_details
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY
    SELECT d.* FROM identity.invitation_details d
     WHERE d.email IN (SELECT e.email FROM identity.user_emails e
                        WHERE e.user_id = core.acting_user() AND e.verified_at IS NOT NULL)
       AND d.status = 'pending' AND d.expires_at > p_now AND d.organization_deleted_at IS NULL
       AND (p_before IS NULL OR (d.created_at, d.id) < (p_before, p_before_id))
     ORDER BY d.created_at DESC, d.id DESC
     LIMIT p_limit;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

-- Who holds the token may read what it invites to.
CREATE FUNCTION identity.find_invitation(p_hash bytea, p_now timestamptz)
    RETURNS SETOF identity.invitation_details
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    RETURN QUERY
    SELECT d.* FROM identity.invitation_details d
     WHERE d.token_hash = p_hash
       AND d.status = 'pending' AND d.expires_at > p_now AND d.organization_deleted_at IS NULL;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

CREATE TYPE identity.claimed_invitation AS (
    id                uuid,
    organization_id   uuid,
    organization_name text,
    email             text,
    invited_by        uuid,
    role              text,
    custom_role_id    uuid,
    credit_limit      bigint,
    status            text,
    expires_at        timestamptz,
    accepted_by       uuid,
    is_mine           boolean,
    is_member         boolean
);

-- Locks the organization, then the invitation, for its answer. Whoever may answer, by the token or by a proved
-- address, acts from here on in the invitation's organization.
CREATE FUNCTION identity.claim_invitation(p_hash bytea, p_invitation uuid)
    RETURNS SETOF identity.claimed_invitation
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    i identity.invitations;
    o record;
    c identity.claimed_invitation;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT x.* INTO i FROM identity.invitations x
     WHERE (p_hash IS NOT NULL AND x.token_hash = p_hash)
        OR (p_hash IS NULL AND x.id = p_invitation);
    SELECT x.id, x.name INTO o FROM identity.organizations x
     WHERE x.id = i.organization_id AND x.deleted_at IS NULL FOR NO KEY UPDATE;
    IF FOUND THEN
        SELECT x.* INTO i FROM identity.invitations x
         WHERE x.id = i.id AND (p_hash IS NULL OR x.token_hash = p_hash) FOR NO KEY UPDATE;
        IF FOUND THEN
            c := (i.id, i.organization_id, o.name, i.email, i.invited_by, i.role,
                i.custom_role_id, i.credit_limit, i.status, i.expires_at, i.accepted_by,
                EXISTS (SELECT 1 FROM identity.user_emails e
                         WHERE e.user_id = core.acting_user() AND e.email = i.email
                           AND e.verified_at IS NOT NULL),
                EXISTS (SELECT 1 FROM identity.members m
                         WHERE m.organization_id = i.organization_id
                           AND m.user_id = core.acting_user()));
            IF c.is_mine OR p_hash IS NOT NULL THEN
                PERFORM set_config('freehold.organization_id', i.organization_id::text, true);
                IF former <> 'operator' THEN
                    former := 'tenant';
                END IF;
            END IF;
            PERFORM set_config('freehold.scope', former, true);
            RETURN NEXT c;
            RETURN;
        END IF;
    END IF;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

-- What is to be known before an address is invited: whether it is a member's, and how many places are taken, by members
-- and by pending invitations to others.
CREATE FUNCTION identity.judge_invitee(p_organization uuid, p_email text, p_now timestamptz,
    OUT is_member boolean, OUT taken bigint)
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
    SELECT EXISTS (SELECT 1 FROM identity.members m
                     JOIN identity.user_emails e ON e.user_id = m.user_id
                    WHERE m.organization_id = p_organization AND e.email = p_email
                      AND (e.is_primary OR e.verified_at IS NOT NULL)),
           (SELECT count(*) FROM identity.members m WHERE m.organization_id = p_organization)
         + (SELECT count(*) FROM identity.invitations i
             WHERE i.organization_id = p_organization AND i.email <> p_email
               AND i.status = 'pending' AND i.expires_at > p_now)
      INTO is_member, taken;
    PERFORM set_config('freehold.scope', former, true);
END
$$;

REVOKE ALL ON FUNCTION
    identity.show_invitations(uuid, uuid, text, timestamptz, uuid, integer, timestamptz),
    identity.show_own_invitations(timestamptz, uuid, integer, timestamptz),
    identity.find_invitation(bytea, timestamptz),
    identity.claim_invitation(bytea, uuid),
    identity.judge_invitee(uuid, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION
    identity.show_invitations(uuid, uuid, text, timestamptz, uuid, integer, timestamptz),
    identity.show_own_invitations(timestamptz, uuid, integer, timestamptz),
    identity.find_invitation(bytea, timestamptz),
    identity.claim_invitation(bytea, uuid),
    identity.judge_invitee(uuid, text, timestamptz) TO freehold_app;

-- People, their addresses and what mail they want.
-- Additive. A user row is never removed: deletion empties it, so that audit and ledgers stay whole.

CREATE TABLE identity.users (
    id                    uuid        PRIMARY KEY,
    name                  text,
    given_name            text,
    family_name           text,
    username              text,
    avatar_url            text,
    role                  text        NOT NULL,
    status                text        NOT NULL,
    ban_reason            text,
    ban_expires_at        timestamptz,
    locale                text        NOT NULL,
    time_zone             text        NOT NULL,
    preferences           jsonb       NOT NULL,
    metadata              jsonb       NOT NULL,
    last_sign_in_at       timestamptz,
    deletion_scheduled_at timestamptz,
    deleted_at            timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    version               integer     NOT NULL DEFAULT 0,

    CONSTRAINT users_name_check CHECK (length(name) BETWEEN 1 AND 200),
    CONSTRAINT users_given_name_check CHECK (length(given_name) BETWEEN 1 AND 100),
    CONSTRAINT users_family_name_check CHECK (length(family_name) BETWEEN 1 AND 100),
    CONSTRAINT users_username_check CHECK (username ~ '^[a-z0-9][a-z0-9_-]{2,31}$'),
    CONSTRAINT users_avatar_url_check
        CHECK (avatar_url LIKE 'https://%' AND length(avatar_url) <= 2048),
    CONSTRAINT users_role_check CHECK (role IN ('user', 'admin', 'superadmin')),
    CONSTRAINT users_status_check CHECK (status IN ('active', 'disabled', 'banned')),
    CONSTRAINT users_ban_check
        CHECK (status = 'banned' OR num_nonnulls(ban_reason, ban_expires_at) = 0),
    CONSTRAINT users_preferences_check
        CHECK (jsonb_typeof(preferences) = 'object' AND octet_length(preferences::text) <= 16384),
    CONSTRAINT users_metadata_check
        CHECK (jsonb_typeof(metadata) = 'object' AND octet_length(metadata::text) <= 16384)
);

CREATE UNIQUE INDEX users_username_key ON identity.users (username) WHERE deleted_at IS NULL;
-- Serves the look for operators.
CREATE INDEX users_operators_idx ON identity.users (role) WHERE role <> 'user';
-- Serves the deletion of accounts that are due.
CREATE INDEX users_deletion_idx ON identity.users (deletion_scheduled_at)
    WHERE deletion_scheduled_at IS NOT NULL;
-- Serves the pages of the operators' list.
CREATE INDEX users_created_idx ON identity.users (created_at, id);

COMMENT ON COLUMN identity.users.ban_expires_at IS
    'NULL while banned = for good. A passed expiry counts as active.';

ALTER TABLE identity.users ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY users_own ON identity.users
    USING (id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON identity.users TO freehold_app;

CREATE TABLE identity.user_emails (
    id                   uuid        PRIMARY KEY,
    user_id              uuid        NOT NULL,
    email                text        NOT NULL,
    is_primary           boolean     NOT NULL,
    verified_at          timestamptz,
    via                  text        NOT NULL,
    delivery_status      text        NOT NULL,
    delivery_reported_at timestamptz,
    created_at           timestamptz NOT NULL,
    updated_at           timestamptz NOT NULL,

    CONSTRAINT user_emails_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT user_emails_user_id_email_key UNIQUE (user_id, email),
    CONSTRAINT user_emails_email_check
        CHECK (email = lower(email) AND length(email) <= 254
            AND email ~ '^[^@[:space:]]+@[^@[:space:]]+$'),
    CONSTRAINT user_emails_via_check CHECK (via IN
        ('email:password', 'google', 'github', 'invitation', 'added', 'operator', 'import')),
    CONSTRAINT user_emails_delivery_status_check
        CHECK (delivery_status IN ('ok', 'bounced', 'complained'))
);

CREATE UNIQUE INDEX user_emails_user_id_primary_key ON identity.user_emails (user_id)
    WHERE is_primary;
CREATE UNIQUE INDEX user_emails_email_primary_key ON identity.user_emails (email)
    WHERE is_primary;
-- Serves sign-in, too: one address, one person.
CREATE UNIQUE INDEX user_emails_email_verified_key ON identity.user_emails (email)
    WHERE verified_at IS NOT NULL;

COMMENT ON COLUMN identity.user_emails.verified_at IS 'NULL = not verified.';

ALTER TABLE identity.user_emails ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY user_emails_own ON identity.user_emails
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.user_emails TO freehold_app;

-- A user with addresses has exactly one primary: judged at the commit, over all rows of the user.
CREATE FUNCTION identity.demand_primary_email() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    owner uuid := coalesce(NEW.user_id, OLD.user_id);
    addresses bigint;
    primaries bigint;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT count(*), count(*) FILTER (WHERE e.is_primary) INTO addresses, primaries
      FROM identity.user_emails e WHERE e.user_id = owner;
    PERFORM set_config('freehold.scope', former, true);
    IF addresses > 0 AND primaries <> 1 THEN
        RAISE EXCEPTION 'user % has % primary addresses', owner, primaries
            USING ERRCODE = 'check_violation', CONSTRAINT = 'user_emails_one_primary_check';
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION identity.demand_primary_email() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER user_emails_one_primary
    AFTER INSERT OR UPDATE OR DELETE ON identity.user_emails
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION identity.demand_primary_email();

CREATE TABLE identity.email_preferences (
    id         uuid        PRIMARY KEY,
    user_id    uuid        NOT NULL,
    email_type text        NOT NULL,
    subscribed boolean     NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,

    CONSTRAINT email_preferences_user_id_fkey
        FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT email_preferences_user_id_email_type_key UNIQUE (user_id, email_type),
    CONSTRAINT email_preferences_email_type_check CHECK (email_type IN
        ('marketing', 'product_updates', 'payment_receipts', 'usage_alerts',
         'deployment_results', 'support_updates'))
);

COMMENT ON TABLE identity.email_preferences IS
    'A missing row means subscribed, but for marketing not.';

ALTER TABLE identity.email_preferences ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY email_preferences_own ON identity.email_preferences
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.email_preferences TO freehold_app;

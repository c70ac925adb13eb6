-- Mail asked for by the domains, one row per reader, and the provider's reports about it.
-- Additive.

CREATE TABLE core.mail_messages (
    id                      uuid        PRIMARY KEY,
    template                text        NOT NULL,
    category                text        NOT NULL,
    dedup_key               text,
    organization_id         uuid,
    user_id                 uuid,
    to_email                text,
    permission              text,
    parent_id               uuid REFERENCES core.mail_messages (id) ON DELETE CASCADE,
    locale                  text,
    params                  jsonb       NOT NULL,
    secret_params_encrypted bytea,
    status                  text        NOT NULL,
    skip_reason             text,
    attempts                integer     NOT NULL,
    next_attempt_at         timestamptz NOT NULL,
    claimed_at              timestamptz,
    expires_at              timestamptz,
    last_error              text,
    provider                text,
    provider_message_id     text,
    sent_at                 timestamptz,
    reported_at             timestamptz,
    created_at              timestamptz NOT NULL,

    CONSTRAINT mail_messages_dedup_key_key UNIQUE (dedup_key),
    CONSTRAINT mail_messages_provider_key UNIQUE (provider, provider_message_id),
    CONSTRAINT mail_messages_status_check CHECK (status IN
        ('queued', 'sending', 'sent', 'delivered', 'bounced', 'complained', 'failed', 'skipped')),
    CONSTRAINT mail_messages_skip_reason_check CHECK
        ((status = 'skipped') = (skip_reason IS NOT NULL)
         AND skip_reason IN ('unsubscribed', 'undeliverable', 'no_reader', 'expired')),
    CONSTRAINT mail_messages_reader_check CHECK
        (to_email IS NOT NULL OR user_id IS NOT NULL OR permission IS NOT NULL),
    CONSTRAINT mail_messages_attempts_check CHECK (attempts >= 0)
);

-- Serves the retry.
CREATE INDEX mail_messages_due_idx ON core.mail_messages (next_attempt_at)
    WHERE status IN ('queued', 'sending');
-- Serve operators: one reader's, one organization's.
CREATE INDEX mail_messages_user_idx ON core.mail_messages (user_id, id DESC);
CREATE INDEX mail_messages_organization_idx ON core.mail_messages (organization_id, id DESC);
CREATE INDEX mail_messages_parent_idx ON core.mail_messages (parent_id);

ALTER TABLE core.mail_messages ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mail_messages_write ON core.mail_messages FOR INSERT WITH CHECK (true);
CREATE POLICY mail_messages_operators ON core.mail_messages USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON core.mail_messages TO freehold_app;

CREATE TABLE core.mail_events (
    id                  uuid        PRIMARY KEY,
    provider            text        NOT NULL,
    provider_event_id   text        NOT NULL,
    type                text        NOT NULL,
    provider_message_id text        NOT NULL,
    payload             jsonb       NOT NULL,
    status              text        NOT NULL,
    attempts            integer     NOT NULL,
    last_error          text,
    processed_at        timestamptz,
    created_at          timestamptz NOT NULL,

    CONSTRAINT mail_events_provider_event_key UNIQUE (provider, provider_event_id),
    CONSTRAINT mail_events_status_check CHECK (status IN ('received', 'processed', 'ignored', 'failed'))
);

-- Serves the purge.
CREATE INDEX mail_events_created_at_idx ON core.mail_events (created_at);

ALTER TABLE core.mail_events ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY mail_events_operators ON core.mail_events USING ((SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON core.mail_events TO freehold_app;

-- The same occasion is asked for once; an INSERT by anyone can take no conflict target under the policy,
-- so the question is put here. True = the row is new.
CREATE FUNCTION core.request_mail(p core.mail_messages) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    made   boolean;
BEGIN
    PERFORM set_config('freehold.scope', 'operator', true);
    INSERT INTO core.mail_messages SELECT p.* ON CONFLICT (dedup_key) DO NOTHING;
    made := FOUND;
    PERFORM set_config('freehold.scope', former, true);
    RETURN made;
END
$$;
REVOKE ALL ON FUNCTION core.request_mail(core.mail_messages) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION core.request_mail(core.mail_messages) TO freehold_app;

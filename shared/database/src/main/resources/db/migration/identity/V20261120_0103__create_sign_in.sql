-- What signing in stands on: passwords, sessions, codes and links, second factors, counters.
-- Additive. Secrets of 256 bits are stored as SHA-256, what has less entropy as a keyed hash.

CREATE TABLE identity.accounts (
    id                  uuid        PRIMARY KEY,
    user_id             uuid        NOT NULL,
    provider_id         text        NOT NULL,
    account_id          text        NOT NULL,
    password_hash       text,
    password_scheme     text,
    password_changed_at timestamptz,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,
    version             integer     NOT NULL DEFAULT 0,

    CONSTRAINT accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT accounts_provider_id_account_id_key UNIQUE (provider_id, account_id),
    CONSTRAINT accounts_provider_id_check CHECK (provider_id IN ('credential', 'google', 'github')),
    CONSTRAINT accounts_password_scheme_check CHECK (password_scheme IN
        ('argon2', 'scrypt_nfkc', 'scrypt_raw', 'bcrypt', 'pbkdf2')),
    CONSTRAINT accounts_password_check CHECK (num_nonnulls(password_hash, password_scheme)
        = CASE WHEN provider_id = 'credential' THEN 2 ELSE 0 END)
);

CREATE UNIQUE INDEX accounts_user_id_credential_key ON identity.accounts (user_id)
    WHERE provider_id = 'credential';
-- Serves the list of a user's ways to sign in.
CREATE INDEX accounts_user_id_idx ON identity.accounts (user_id);

COMMENT ON COLUMN identity.accounts.account_id IS
    'The provider''s subject; for credential the user''s id.';

CREATE TABLE identity.sessions (
    id                     uuid        PRIMARY KEY,
    token_hash             bytea       NOT NULL,
    user_id                uuid        NOT NULL,
    expires_at             timestamptz NOT NULL,
    absolute_expires_at    timestamptz NOT NULL,
    refreshed_at           timestamptz NOT NULL,
    authenticated_at       timestamptz NOT NULL,
    methods                text[]      NOT NULL,
    active_organization_id uuid,
    impersonated_by        uuid,
    impersonation_reason   text,
    ip_address             inet,
    user_agent             text,
    created_at             timestamptz NOT NULL,

    CONSTRAINT sessions_token_hash_key UNIQUE (token_hash),
    CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT sessions_active_organization_id_fkey
        FOREIGN KEY (active_organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT sessions_impersonated_by_fkey
        FOREIGN KEY (impersonated_by) REFERENCES identity.users (id),
    CONSTRAINT sessions_token_hash_check CHECK (length(token_hash) = 32),
    CONSTRAINT sessions_expires_at_check CHECK (expires_at <= absolute_expires_at),
    CONSTRAINT sessions_methods_check CHECK (methods <@ ARRAY['password', 'email_code', 'totp',
        'backup_code', 'magic_link', 'google', 'github', 'invitation', 'trusted_device',
        'impersonation'] AND cardinality(methods) > 0),
    CONSTRAINT sessions_impersonation_check
        CHECK (num_nonnulls(impersonated_by, impersonation_reason) IN (0, 2)),
    CONSTRAINT sessions_user_agent_check CHECK (length(user_agent) <= 512)
);

-- Serves the list of a user's sessions and the end of the oldest.
CREATE INDEX sessions_user_id_idx ON identity.sessions (user_id, created_at);
-- Serves the purge.
CREATE INDEX sessions_expires_at_idx ON identity.sessions (expires_at);
-- Serves the clearing of the active organization when a membership or an organization ends.
CREATE INDEX sessions_active_organization_id_idx ON identity.sessions (active_organization_id);

CREATE TABLE identity.verifications (
    id                uuid        PRIMARY KEY,
    kind              text        NOT NULL,
    user_id           uuid,
    email             text,
    payload_encrypted bytea,
    token_hash        bytea,
    code_hash         bytea,
    attempts          smallint    NOT NULL,
    expires_at        timestamptz NOT NULL,
    consumed_at       timestamptz,
    last_sent_at      timestamptz,
    created_at        timestamptz NOT NULL,

    CONSTRAINT verifications_token_hash_key UNIQUE (token_hash),
    CONSTRAINT verifications_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT verifications_kind_check CHECK (kind IN
        ('sign_up', 'email_verification', 'password_reset', 'magic_link', 'second_factor',
         'reauthentication', 'provider_state', 'oauth_request')),
    CONSTRAINT verifications_secret_check CHECK (num_nonnulls(token_hash, code_hash) >= 1),
    CONSTRAINT verifications_token_hash_check CHECK (length(token_hash) = 32),
    CONSTRAINT verifications_code_hash_check CHECK (length(code_hash) = 32),
    CONSTRAINT verifications_attempts_check CHECK (attempts BETWEEN 0 AND 5)
);

-- A new one replaces the old.
CREATE UNIQUE INDEX verifications_open_key ON identity.verifications (kind, user_id, email)
    WHERE consumed_at IS NULL
      AND kind IN ('email_verification', 'password_reset', 'magic_link');
-- Serves the purge.
CREATE INDEX verifications_expires_at_idx ON identity.verifications (expires_at);

COMMENT ON COLUMN identity.verifications.user_id IS
    'NULL = nobody yet (sign-up). Such rows are reached through the functions of this schema only.';

CREATE TABLE identity.two_factors (
    user_id          uuid        PRIMARY KEY,
    secret_encrypted bytea       NOT NULL,
    enabled_at       timestamptz,
    last_used_step   bigint      NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,

    CONSTRAINT two_factors_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT two_factors_last_used_step_check CHECK (last_used_step >= 0)
);

COMMENT ON COLUMN identity.two_factors.enabled_at IS 'NULL = started, not confirmed.';

CREATE TABLE identity.backup_codes (
    id         uuid        PRIMARY KEY,
    user_id    uuid        NOT NULL,
    selector   text        NOT NULL,
    code_hash  text        NOT NULL,
    used_at    timestamptz,
    created_at timestamptz NOT NULL,

    CONSTRAINT backup_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT backup_codes_user_id_selector_key UNIQUE (user_id, selector),
    CONSTRAINT backup_codes_selector_check CHECK (length(selector) = 4)
);

COMMENT ON COLUMN identity.backup_codes.selector IS
    'The first four characters; the hash is Argon2id of the other twelve.';

CREATE TABLE identity.trusted_devices (
    id           uuid        PRIMARY KEY,
    user_id      uuid        NOT NULL,
    token_hash   bytea       NOT NULL,
    name         text        NOT NULL,
    ip_address   inet,
    last_used_at timestamptz,
    expires_at   timestamptz NOT NULL,
    created_at   timestamptz NOT NULL,

    CONSTRAINT trusted_devices_token_hash_key UNIQUE (token_hash),
    CONSTRAINT trusted_devices_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT trusted_devices_token_hash_check CHECK (length(token_hash) = 32)
);

-- Serves the list of a user's devices and their common end.
CREATE INDEX trusted_devices_user_id_idx ON identity.trusted_devices (user_id);

COMMENT ON COLUMN identity.trusted_devices.expires_at IS 'Fixed: using the device does not move it.';

CREATE TABLE identity.failed_attempts (
    kind            text        NOT NULL,
    subject_hash    bytea       NOT NULL,
    attempt_count   integer     NOT NULL,
    last_attempt_at timestamptz NOT NULL,
    locked_until    timestamptz,
    notified_at     timestamptz,
    created_at      timestamptz NOT NULL,

    CONSTRAINT failed_attempts_pkey PRIMARY KEY (kind, subject_hash),
    CONSTRAINT failed_attempts_kind_check
        CHECK (kind IN ('email', 'device', 'second_factor', 'user_code')),
    CONSTRAINT failed_attempts_subject_hash_check CHECK (length(subject_hash) = 32),
    CONSTRAINT failed_attempts_attempt_count_check CHECK (attempt_count >= 0)
);

-- Serves the purge.
CREATE INDEX failed_attempts_last_attempt_at_idx ON identity.failed_attempts (last_attempt_at);

ALTER TABLE identity.accounts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY accounts_own ON identity.accounts
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.accounts TO freehold_app;

ALTER TABLE identity.sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY sessions_own ON identity.sessions
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.sessions TO freehold_app;

ALTER TABLE identity.verifications ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY verifications_own ON identity.verifications
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()))
    -- A sign-up begins before there is anybody.
    WITH CHECK (user_id IS NULL OR user_id = (SELECT core.acting_user())
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.verifications TO freehold_app;

ALTER TABLE identity.two_factors ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY two_factors_own ON identity.two_factors
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.two_factors TO freehold_app;

ALTER TABLE identity.backup_codes ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY backup_codes_own ON identity.backup_codes
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.backup_codes TO freehold_app;

ALTER TABLE identity.trusted_devices ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY trusted_devices_own ON identity.trusted_devices
    USING (user_id = (SELECT core.acting_user()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.trusted_devices TO freehold_app;

-- Belongs to nobody: a row is reached by its whole key alone, which is a keyed hash.
ALTER TABLE identity.failed_attempts ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY failed_attempts_any ON identity.failed_attempts USING (true);
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.failed_attempts TO freehold_app;

-- A customer's way to an active platform; its steps follow the provisioning job.
-- Additive. Columns of a template to activate afterwards come with provisioning-activate-stack.

CREATE TABLE registry.onboarding_sessions (
    id               uuid        PRIMARY KEY,
    organization_id  uuid        NOT NULL,
    platform_id      uuid        NOT NULL,
    user_id          uuid        NOT NULL REFERENCES identity.users (id),
    status           text        NOT NULL,
    steps            jsonb       NOT NULL,
    current_step     text,
    tier             text        NOT NULL,
    provision_job_id uuid,
    resume_count     integer     NOT NULL,
    metadata         jsonb       NOT NULL,
    started_at       timestamptz NOT NULL,
    completed_at     timestamptz,
    expires_at       timestamptz NOT NULL,
    version          integer     NOT NULL,
    created_at       timestamptz NOT NULL,
    updated_at       timestamptz NOT NULL,

    CONSTRAINT onboarding_sessions_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT onboarding_sessions_status_check CHECK
        (status IN ('in_progress', 'completed', 'failed', 'expired', 'abandoned')),
    CONSTRAINT onboarding_sessions_steps_check CHECK (jsonb_array_length(steps) = 5),
    CONSTRAINT onboarding_sessions_resume_count_check CHECK (resume_count BETWEEN 0 AND 10)
);

-- One open session per platform.
CREATE UNIQUE INDEX onboarding_open_key ON registry.onboarding_sessions (platform_id)
    WHERE status IN ('in_progress', 'failed');
-- Serves the sessions of one person.
CREATE INDEX onboarding_user_idx ON registry.onboarding_sessions (user_id, id DESC);
-- Serves the steps of a job that move a session.
CREATE INDEX onboarding_job_idx ON registry.onboarding_sessions (provision_job_id);
-- Serves registry-expire-onboarding.
CREATE INDEX onboarding_expires_idx ON registry.onboarding_sessions (expires_at)
    WHERE status IN ('in_progress', 'failed');

COMMENT ON COLUMN registry.onboarding_sessions.current_step IS 'The first step not completed. NULL = all are.';
COMMENT ON COLUMN registry.onboarding_sessions.provision_job_id IS 'The latest job.';

ALTER TABLE registry.onboarding_sessions ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY onboarding_sessions_tenant ON registry.onboarding_sessions
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.onboarding_sessions TO freehold_app;

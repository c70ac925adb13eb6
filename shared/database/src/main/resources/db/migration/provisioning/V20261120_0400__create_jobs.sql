-- Jobs: one provisioning operation each, made of steps.
-- Additive.

CREATE TABLE provisioning.jobs (
    id                    uuid        PRIMARY KEY,
    organization_id       uuid        NOT NULL,
    platform_id           uuid        NOT NULL,
    type                  text        NOT NULL,
    entity_id             uuid        REFERENCES registry.entities ON DELETE SET NULL,
    stack_id              uuid        REFERENCES registry.stacks ON DELETE SET NULL,
    feature_id            text,
    feature_version       text,
    feature_activation_id uuid        REFERENCES registry.feature_activations ON DELETE SET NULL,
    custom_domain_id      uuid        REFERENCES registry.custom_domains ON DELETE SET NULL,
    stack_version_id      uuid,
    environment           text,
    plan_tier             text,
    billing_email         text,
    payload               jsonb       NOT NULL,
    shared_resources      jsonb,
    status                text        NOT NULL,
    failure_kind          text,
    error_code            text,
    error                 text,
    rollback_error        text,
    rolled_back_at        timestamptz,
    parent_job_id         uuid        REFERENCES provisioning.jobs,
    replay_of             uuid        REFERENCES provisioning.jobs ON DELETE SET NULL,
    dedup_key             text        NOT NULL,
    requested_by_type     text        NOT NULL,
    requested_by          text        NOT NULL,
    request_id            text,
    cancel_requested_at   timestamptz,
    cancelled_by          text,
    deadline_at           timestamptz,
    started_at            timestamptz,
    completed_at          timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    version               integer     NOT NULL,

    CONSTRAINT jobs_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT jobs_type_check CHECK (type IN (
        'provision_platform', 'activate_feature', 'deactivate_feature', 'activate_stack',
        'deactivate_stack', 'deprovision_platform', 'attach_domain', 'detach_domain')),
    CONSTRAINT jobs_environment_check
        CHECK (environment IN ('production', 'staging', 'development')),
    CONSTRAINT jobs_status_check CHECK (status IN (
        'pending', 'running', 'completed', 'failed', 'timed_out', 'rolling_back', 'rolled_back',
        'cancelled')),
    CONSTRAINT jobs_failure_kind_check
        CHECK (failure_kind IN ('step_failed', 'timed_out', 'cancelled')),
    CONSTRAINT jobs_error_check CHECK (length(error) <= 2000),
    CONSTRAINT jobs_rollback_error_check CHECK (length(rollback_error) <= 2000),
    CONSTRAINT jobs_rolled_back_check CHECK ((status = 'rolled_back') = (rolled_back_at IS NOT NULL)),
    CONSTRAINT jobs_completed_check CHECK (
        (status IN ('pending', 'running', 'rolling_back')) = (completed_at IS NULL)),
    CONSTRAINT jobs_deadline_check CHECK (status <> 'running' OR deadline_at IS NOT NULL)
);

CREATE UNIQUE INDEX jobs_one_running_per_platform ON provisioning.jobs (platform_id)
    WHERE parent_job_id IS NULL AND status IN ('running', 'rolling_back');
CREATE UNIQUE INDEX jobs_target_key ON provisioning.jobs (platform_id, dedup_key)
    WHERE status IN ('pending', 'running', 'rolling_back');
-- Serves lists of one platform, newest first.
CREATE INDEX jobs_platform_idx ON provisioning.jobs (platform_id, id DESC);
-- Serves operators' lists by status and the purge.
CREATE INDEX jobs_status_created_idx ON provisioning.jobs (status, created_at);
-- Serves "the oldest waiting job of this platform" and the sweep's time limit on waiting.
CREATE INDEX jobs_waiting_idx ON provisioning.jobs (platform_id, created_at)
    WHERE status = 'pending';
-- Serves the sweep: running jobs past their deadline.
CREATE INDEX jobs_deadline_idx ON provisioning.jobs (deadline_at) WHERE status = 'running';
-- Serve the foreign keys.
CREATE INDEX jobs_parent_idx ON provisioning.jobs (parent_job_id);
CREATE INDEX jobs_stack_idx ON provisioning.jobs (stack_id);
CREATE INDEX jobs_replay_idx ON provisioning.jobs (replay_of) WHERE replay_of IS NOT NULL;

COMMENT ON COLUMN provisioning.jobs.environment IS 'NULL = those in payload.environments.';
COMMENT ON COLUMN provisioning.jobs.completed_at IS 'The end of any kind.';

ALTER TABLE provisioning.jobs ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY jobs_tenant ON provisioning.jobs
    USING (organization_id = (SELECT core.acting_organization())
        OR (SELECT core.is_operator_scope()));

GRANT SELECT, INSERT, UPDATE, DELETE ON provisioning.jobs TO freehold_app;

-- Steps of a job: each makes one outside object or one local change.
-- Additive.

CREATE SEQUENCE provisioning.lease_seq;
GRANT USAGE ON SEQUENCE provisioning.lease_seq TO freehold_app;

CREATE TABLE provisioning.steps (
    id                        uuid        PRIMARY KEY,
    organization_id           uuid        NOT NULL,
    platform_id               uuid        NOT NULL,
    job_id                    uuid        NOT NULL REFERENCES provisioning.jobs ON DELETE CASCADE,
    ordinal                   integer     NOT NULL,
    kind                      text        NOT NULL,
    phase                     text        NOT NULL,
    target                    text        NOT NULL,
    environment               text,
    resource_id               uuid        REFERENCES registry.resources ON DELETE SET NULL,
    input                     jsonb       NOT NULL,
    output                    jsonb,
    status                    text        NOT NULL,
    best_effort               boolean     NOT NULL,
    attempt                   integer     NOT NULL,
    max_attempts              integer     NOT NULL,
    deferrals                 integer     NOT NULL,
    compensation_attempt      integer     NOT NULL,
    max_compensation_attempts integer     NOT NULL,
    available_at              timestamptz NOT NULL,
    wait_until                timestamptz,
    lease_owner               text,
    lease_token               bigint,
    lease_expires_at          timestamptz,
    enqueued_at               timestamptz,
    dead_messages             integer     NOT NULL,
    last_error_code           text,
    last_error                text,
    started_at                timestamptz,
    completed_at              timestamptz,
    compensated_at            timestamptz,
    created_at                timestamptz NOT NULL,
    updated_at                timestamptz NOT NULL,

    CONSTRAINT steps_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT steps_job_ordinal_key UNIQUE (job_id, ordinal),
    CONSTRAINT steps_phase_check CHECK (phase IN (
        'prepare', 'provision_infra', 'setup_repo', 'deploy_services', 'verify')),
    CONSTRAINT steps_environment_check
        CHECK (environment IN ('production', 'staging', 'development')),
    CONSTRAINT steps_status_check CHECK (status IN (
        'pending', 'running', 'waiting', 'succeeded', 'skipped', 'failed', 'compensating',
        'compensated', 'compensation_failed')),
    CONSTRAINT steps_attempt_check CHECK (attempt BETWEEN 0 AND max_attempts),
    CONSTRAINT steps_compensation_attempt_check
        CHECK (compensation_attempt BETWEEN 0 AND max_compensation_attempts),
    CONSTRAINT steps_deferrals_check CHECK (deferrals >= 0),
    CONSTRAINT steps_dead_messages_check CHECK (dead_messages >= 0),
    CONSTRAINT steps_last_error_check CHECK (length(last_error) <= 2000),
    CONSTRAINT steps_lease_check CHECK (
        (lease_expires_at IS NOT NULL) = (status = 'running')
        OR status = 'compensating')
);

-- Serves the claim and the sweep: what is due.
CREATE INDEX steps_due_idx ON provisioning.steps (available_at)
    WHERE status IN ('pending', 'waiting', 'compensating');
-- Serves the sweep: leases that ran out.
CREATE INDEX steps_leased_idx ON provisioning.steps (lease_expires_at)
    WHERE lease_expires_at IS NOT NULL;
CREATE INDEX steps_resource_idx ON provisioning.steps (resource_id);

COMMENT ON COLUMN provisioning.steps.ordinal IS 'Order of work; rollback runs it backwards.';
COMMENT ON COLUMN provisioning.steps.deferrals IS 'Put off by a limit of the provider; no attempts.';
COMMENT ON COLUMN provisioning.steps.wait_until IS 'The end of waiting, after which it has failed.';
COMMENT ON COLUMN provisioning.steps.lease_token IS 'Fencing: a new one at each claim.';
COMMENT ON COLUMN provisioning.steps.dead_messages IS
    'How many of its nudges came back from the dead-letter queue.';

ALTER TABLE provisioning.steps ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY steps_tenant ON provisioning.steps
    USING (organization_id = (SELECT core.acting_organization())
        OR (SELECT core.is_operator_scope()));

GRANT SELECT, INSERT, UPDATE, DELETE ON provisioning.steps TO freehold_app;

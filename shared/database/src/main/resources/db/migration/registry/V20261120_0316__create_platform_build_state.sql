-- The newest build of a platform's console, one row per environment.
-- Additive.

CREATE TABLE registry.platform_build_state (
    id                  uuid        PRIMARY KEY,
    organization_id     uuid        NOT NULL,
    platform_id         uuid        NOT NULL,
    environment         text        NOT NULL,
    repo_name           text        NOT NULL,
    last_commit_sha     text,
    cloud_deployment_id text,
    build_url           text,
    build_status        text        NOT NULL,
    triggered_by        text,
    triggered_at        timestamptz,
    completed_at        timestamptz,
    created_at          timestamptz NOT NULL,
    updated_at          timestamptz NOT NULL,

    CONSTRAINT platform_build_state_key UNIQUE (platform_id, environment),
    CONSTRAINT platform_build_state_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT platform_build_state_environment_check CHECK (environment IN ('production', 'staging')),
    CONSTRAINT platform_build_state_status_check CHECK
        (build_status IN ('unknown', 'queued', 'building', 'success', 'failed'))
);

-- Serves provisioning-poll-builds.
CREATE INDEX platform_build_state_running_idx ON registry.platform_build_state (updated_at)
    WHERE build_status IN ('queued', 'building');

ALTER TABLE registry.platform_build_state ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY platform_build_state_tenant ON registry.platform_build_state
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.platform_build_state TO freehold_app;

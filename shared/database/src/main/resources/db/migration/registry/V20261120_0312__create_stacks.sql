-- Named sets of cloud resources; the default one is made with the platform.
-- Additive. Template, version and definition of other stacks come with provisioning-activate-stack.

CREATE TABLE registry.stacks (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    platform_id     uuid        NOT NULL,
    entity_id       uuid        NOT NULL,
    key             text        NOT NULL,
    name            text        NOT NULL,
    is_default      boolean     NOT NULL,
    repo_name       text,
    status          text        NOT NULL,
    last_job_id     uuid,
    version         integer     NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    deleted_at      timestamptz,

    CONSTRAINT stacks_key_key UNIQUE (key),
    CONSTRAINT stacks_id_platform_key UNIQUE (id, platform_id),
    CONSTRAINT stacks_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT stacks_entity_fkey FOREIGN KEY (entity_id, platform_id)
        REFERENCES registry.entities (id, platform_id),
    CONSTRAINT stacks_key_check CHECK (key ~ '^[a-z0-9]{10}$'),
    CONSTRAINT stacks_name_check CHECK (length(name) BETWEEN 1 AND 64),
    CONSTRAINT stacks_default_check CHECK ((name = 'default') = is_default),
    CONSTRAINT stacks_status_check CHECK (status IN
        ('activating', 'active', 'deactivating', 'inactive', 'failed', 'deleted')),
    CONSTRAINT stacks_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

CREATE UNIQUE INDEX stacks_platform_default_key ON registry.stacks (platform_id)
    WHERE is_default AND deleted_at IS NULL;
CREATE UNIQUE INDEX stacks_platform_name_key ON registry.stacks (platform_id, lower(name))
    WHERE deleted_at IS NULL;
-- Serves the stacks of one entity.
CREATE INDEX stacks_entity_idx ON registry.stacks (entity_id);

COMMENT ON COLUMN registry.stacks.repo_name IS 'NULL = the platform''s repository.';

ALTER TABLE registry.stacks ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY stacks_tenant ON registry.stacks
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.stacks TO freehold_app;

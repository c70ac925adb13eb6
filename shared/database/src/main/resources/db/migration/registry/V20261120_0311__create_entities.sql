-- The tree of tenants inside a platform. A parent of another platform is impossible.
-- Additive.

CREATE TABLE registry.entities (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    platform_id     uuid        NOT NULL,
    parent_id       uuid,
    type            text        NOT NULL,
    name            text        NOT NULL,
    slug            text        NOT NULL,
    status          text        NOT NULL,
    version         integer     NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    deleted_at      timestamptz,

    CONSTRAINT entities_id_platform_key UNIQUE (id, platform_id),
    CONSTRAINT entities_platform_fkey FOREIGN KEY (platform_id, organization_id)
        REFERENCES registry.platforms (id, organization_id),
    CONSTRAINT entities_parent_fkey FOREIGN KEY (parent_id, platform_id)
        REFERENCES registry.entities (id, platform_id),
    CONSTRAINT entities_parent_check CHECK (parent_id <> id),
    CONSTRAINT entities_type_check CHECK (type IN ('tenant', 'sub_tenant', 'business_unit', 'workspace', 'team')),
    CONSTRAINT entities_root_check CHECK ((type = 'tenant') = (parent_id IS NULL)),
    CONSTRAINT entities_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT entities_slug_check CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    CONSTRAINT entities_status_check CHECK (status IN ('active', 'inactive', 'deleted')),
    CONSTRAINT entities_deleted_check CHECK ((status = 'deleted') = (deleted_at IS NOT NULL))
);

CREATE UNIQUE INDEX entities_platform_slug_key ON registry.entities (platform_id, slug) WHERE deleted_at IS NULL;
-- Serves the children of one entity.
CREATE INDEX entities_platform_parent_idx ON registry.entities (platform_id, parent_id);
-- Serves the count of tenants against the plan's limit, and the default entity.
CREATE INDEX entities_tenants_idx ON registry.entities (platform_id)
    WHERE type = 'tenant' AND deleted_at IS NULL;

ALTER TABLE registry.entities ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY entities_tenant ON registry.entities
    USING (organization_id = (SELECT core.acting_organization()) OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON registry.entities TO freehold_app;

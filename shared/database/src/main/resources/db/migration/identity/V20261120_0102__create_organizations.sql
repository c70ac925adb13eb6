-- Organizations, their members, their own roles, and single grants and denials.
-- Additive.

CREATE TABLE identity.organizations (
    id                    uuid        PRIMARY KEY,
    name                  text        NOT NULL,
    slug                  text        NOT NULL,
    logo_url              text,
    kind                  text        NOT NULL,
    is_default            boolean     NOT NULL,
    owner_id              uuid        NOT NULL,
    allowed_email_domains text[],
    require_two_factor    boolean     NOT NULL,
    metadata              jsonb       NOT NULL,
    deleted_at            timestamptz,
    created_at            timestamptz NOT NULL,
    updated_at            timestamptz NOT NULL,
    version               integer     NOT NULL DEFAULT 0,

    CONSTRAINT organizations_owner_id_fkey
        FOREIGN KEY (owner_id) REFERENCES identity.users (id),
    CONSTRAINT organizations_name_check CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT organizations_slug_check CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$'),
    CONSTRAINT organizations_logo_url_check
        CHECK (logo_url LIKE 'https://%' AND length(logo_url) <= 2048),
    CONSTRAINT organizations_kind_check CHECK (kind IN ('tenant', 'operator')),
    CONSTRAINT organizations_metadata_check
        CHECK (jsonb_typeof(metadata) = 'object' AND octet_length(metadata::text) <= 16384)
);

CREATE UNIQUE INDEX organizations_slug_key ON identity.organizations (slug)
    WHERE deleted_at IS NULL;
CREATE UNIQUE INDEX organizations_owner_id_default_key ON identity.organizations (owner_id)
    WHERE is_default AND deleted_at IS NULL;
-- Serves the count of what one user owns.
CREATE INDEX organizations_owner_id_idx ON identity.organizations (owner_id);

COMMENT ON COLUMN identity.organizations.allowed_email_domains IS
    'NULL = any. Holds for invitations only.';
COMMENT ON COLUMN identity.organizations.is_default IS 'Made at the owner''s sign-up.';

CREATE TABLE identity.organization_roles (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    name            text        NOT NULL,
    display_name    text,
    description     text,
    permissions     text[]      NOT NULL,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         integer     NOT NULL DEFAULT 0,

    CONSTRAINT organization_roles_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT organization_roles_organization_id_name_key UNIQUE (organization_id, name),
    CONSTRAINT organization_roles_organization_id_id_key UNIQUE (organization_id, id),
    CONSTRAINT organization_roles_name_check CHECK (name ~ '^[a-z][a-z0-9_-]{1,31}$'
        AND name NOT IN ('owner', 'admin', 'member', 'custom')),
    CONSTRAINT organization_roles_display_name_check CHECK (length(display_name) <= 100),
    CONSTRAINT organization_roles_description_check CHECK (length(description) <= 500),
    CONSTRAINT organization_roles_permissions_check CHECK (cardinality(permissions) <= 200)
);

CREATE TABLE identity.members (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    user_id         uuid        NOT NULL,
    role            text        NOT NULL,
    custom_role_id  uuid,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,
    version         integer     NOT NULL DEFAULT 0,

    CONSTRAINT members_organization_id_fkey
        FOREIGN KEY (organization_id) REFERENCES identity.organizations (id),
    CONSTRAINT members_user_id_fkey FOREIGN KEY (user_id) REFERENCES identity.users (id),
    CONSTRAINT members_organization_id_user_id_key UNIQUE (organization_id, user_id),
    CONSTRAINT members_role_check CHECK (role IN ('owner', 'admin', 'member', 'custom')),
    CONSTRAINT members_custom_role_check CHECK ((role = 'custom') = (custom_role_id IS NOT NULL)),
    CONSTRAINT members_custom_role_fkey FOREIGN KEY (organization_id, custom_role_id)
        REFERENCES identity.organization_roles (organization_id, id) ON DELETE RESTRICT
);

-- Serves the organizations of one user.
CREATE INDEX members_user_id_idx ON identity.members (user_id, organization_id);
-- Serves the readers of a mail and the pages of members.
CREATE INDEX members_created_idx ON identity.members (organization_id, created_at);

CREATE TABLE identity.permission_grants (
    id              uuid        PRIMARY KEY,
    organization_id uuid        NOT NULL,
    user_id         uuid        NOT NULL,
    permission      text        NOT NULL,
    effect          text        NOT NULL,
    reason          text,
    granted_by      uuid        NOT NULL,
    expires_at      timestamptz,
    created_at      timestamptz NOT NULL,
    updated_at      timestamptz NOT NULL,

    CONSTRAINT permission_grants_organization_id_user_id_permission_key
        UNIQUE (organization_id, user_id, permission),
    CONSTRAINT permission_grants_member_fkey FOREIGN KEY (organization_id, user_id)
        REFERENCES identity.members (organization_id, user_id) ON DELETE CASCADE,
    CONSTRAINT permission_grants_granted_by_fkey
        FOREIGN KEY (granted_by) REFERENCES identity.users (id),
    CONSTRAINT permission_grants_effect_check CHECK (effect IN ('allow', 'deny')),
    CONSTRAINT permission_grants_reason_check CHECK (length(reason) <= 500)
);

COMMENT ON COLUMN identity.permission_grants.expires_at IS
    'Exclusive: over when expires_at <= now. NULL = never.';

ALTER TABLE identity.members ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY members_tenant ON identity.members
    USING (organization_id = (SELECT core.acting_organization())
        OR user_id = (SELECT core.acting_user())
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.members TO freehold_app;

ALTER TABLE identity.organizations ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
-- The acting one, and those the acting user is a member of.
CREATE POLICY organizations_tenant ON identity.organizations
    USING (id = (SELECT core.acting_organization())
        OR id IN (SELECT m.organization_id FROM identity.members m
                   WHERE m.user_id = (SELECT core.acting_user()))
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE ON identity.organizations TO freehold_app;

ALTER TABLE identity.organization_roles ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY organization_roles_tenant ON identity.organization_roles
    USING (organization_id = (SELECT core.acting_organization())
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.organization_roles TO freehold_app;

ALTER TABLE identity.permission_grants ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
CREATE POLICY permission_grants_tenant ON identity.permission_grants
    USING (organization_id = (SELECT core.acting_organization())
        OR user_id = (SELECT core.acting_user())
        OR (SELECT core.is_operator_scope()));
GRANT SELECT, INSERT, UPDATE, DELETE ON identity.permission_grants TO freehold_app;

-- While an organization is there, its accountable owner is a member with the role owner.
CREATE FUNCTION identity.demand_owner() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    former text := coalesce(current_setting('freehold.scope', true), '');
    organization uuid;
    missing boolean;
BEGIN
    IF TG_TABLE_NAME = 'organizations' THEN
        organization := NEW.id;
    ELSE
        organization := OLD.organization_id;
    END IF;
    PERFORM set_config('freehold.scope', 'operator', true);
    SELECT count(*) > 0 INTO missing
      FROM identity.organizations o
     WHERE o.id = organization AND o.deleted_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM identity.members m
                        WHERE m.organization_id = o.id AND m.user_id = o.owner_id
                          AND m.role = 'owner');
    PERFORM set_config('freehold.scope', former, true);
    IF missing THEN
        RAISE EXCEPTION 'the owner of organization % is not a member with the role owner',
            organization
            USING ERRCODE = 'check_violation', CONSTRAINT = 'organizations_owner_check';
    END IF;
    RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION identity.demand_owner() FROM PUBLIC;

CREATE CONSTRAINT TRIGGER organizations_owner
    AFTER INSERT OR UPDATE OF owner_id, deleted_at ON identity.organizations
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION identity.demand_owner();

CREATE CONSTRAINT TRIGGER members_owner
    AFTER UPDATE OR DELETE ON identity.members
    DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION identity.demand_owner();

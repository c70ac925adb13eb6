-- Schemas of all domains, the settings that row level security reads, and the guard of append-only tables.
-- Additive. The roles freehold_owner, freehold_app and freehold_retention are made by the environment before.

CREATE SCHEMA IF NOT EXISTS core;
CREATE SCHEMA IF NOT EXISTS identity;
CREATE SCHEMA IF NOT EXISTS stacks;
CREATE SCHEMA IF NOT EXISTS registry;
CREATE SCHEMA IF NOT EXISTS provisioning;
CREATE SCHEMA IF NOT EXISTS billing;
CREATE SCHEMA IF NOT EXISTS metering;

GRANT USAGE ON SCHEMA core, identity, stacks, registry, provisioning, billing, metering TO freehold_app;
GRANT USAGE ON SCHEMA core, identity TO freehold_retention;

CREATE FUNCTION core.acting_organization() RETURNS uuid LANGUAGE sql STABLE
    RETURN nullif(current_setting('freehold.organization_id', true), '')::uuid;

CREATE FUNCTION core.acting_user() RETURNS uuid LANGUAGE sql STABLE
    RETURN nullif(current_setting('freehold.user_id', true), '')::uuid;

CREATE FUNCTION core.is_operator_scope() RETURNS boolean LANGUAGE sql STABLE
    RETURN coalesce(current_setting('freehold.scope', true), '') = 'operator';

-- The trigger of append-only tables. Only the retention's own login deletes, and never updates.
CREATE FUNCTION core.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND session_user = 'freehold_retention' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION '%.% is append-only', TG_TABLE_SCHEMA, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END
$$;

-- Pages of an organization's grants. Additive.

CREATE INDEX permission_grants_created_idx
    ON identity.permission_grants (organization_id, created_at, id);

-- Pages all organizations for operators. Additive.

-- Serves the pages of the operators' list.
CREATE INDEX organizations_created_idx ON identity.organizations (created_at, id);

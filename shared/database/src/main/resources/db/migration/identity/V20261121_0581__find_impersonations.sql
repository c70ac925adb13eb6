-- Finds the sessions in which an operator acts as somebody else. Additive.

-- Serves the check that an operator acts as one person at a time, and the end of what a blocked operator has open.
CREATE INDEX sessions_impersonated_by_idx ON identity.sessions (impersonated_by)
    WHERE impersonated_by IS NOT NULL;

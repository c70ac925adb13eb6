-- Ending an entity, an activation or a domain looks for the jobs that point to it.
-- Additive. Partial: most jobs name none of them.

CREATE INDEX jobs_entity_idx ON provisioning.jobs (entity_id) WHERE entity_id IS NOT NULL;
CREATE INDEX jobs_feature_activation_idx ON provisioning.jobs (feature_activation_id)
    WHERE feature_activation_id IS NOT NULL;
CREATE INDEX jobs_custom_domain_idx ON provisioning.jobs (custom_domain_id)
    WHERE custom_domain_id IS NOT NULL;

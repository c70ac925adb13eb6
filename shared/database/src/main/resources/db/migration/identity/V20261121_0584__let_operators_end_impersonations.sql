-- Operators see and end the sessions in which they act as somebody else: when their own password changes, and when
-- they end all of theirs.
-- Additive. No policy of INSERT or UPDATE goes with it: nobody makes such a session in their own scope.

CREATE POLICY sessions_acting_seen ON identity.sessions FOR SELECT
    USING (impersonated_by = (SELECT core.acting_user()));
CREATE POLICY sessions_acting_ended ON identity.sessions FOR DELETE
    USING (impersonated_by = (SELECT core.acting_user()));

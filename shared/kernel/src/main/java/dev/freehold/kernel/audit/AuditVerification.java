package dev.freehold.kernel.audit;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a verification found.
 *
 * @param brokenAt lowest bad {@code chainSeq}; null when valid
 * @param reason {@code HASH_MISMATCH, PREV_MISMATCH, GAP, ANCHOR_MISMATCH, HEAD_MISMATCH}
 * @param headHash in hex
 * @param nextSeq where to go on; null when the chain was read to its end
 */
@RegisterForReflection
public record AuditVerification(
    UUID organizationId,
    long fromSeq,
    long toSeq,
    long checked,
    boolean valid,
    @Nullable Long brokenAt,
    @Nullable String reason,
    long headSeq,
    String headHash,
    int anchorsChecked,
    @Nullable Long nextSeq) {}

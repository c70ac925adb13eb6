package dev.freehold.identity;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One line of the authentication audit; time, address, agent and request id are the call's.
 *
 * @param type a word of the page's list: {@code sign_in}, {@code locked} …
 * @param subjectHash keyed hash of the address tried, where nobody is known yet
 * @param details ids and words; no secret, no code, no address
 */
public record AuthenticationEvent(
    String type,
    boolean success,
    @Nullable UUID userId,
    @Nullable UUID organizationId,
    @Nullable UUID sessionId,
    byte @Nullable [] subjectHash,
    @Nullable String method,
    @Nullable String failureReason,
    @Nullable Map<String, ?> details) {

  public static AuthenticationEvent success(String type, @Nullable UUID userId) {
    return new AuthenticationEvent(type, true, userId, null, null, null, null, null, null);
  }

  public static AuthenticationEvent failure(
      String type, @Nullable UUID userId, byte @Nullable [] subjectHash, String reason) {
    return new AuthenticationEvent(
        type, false, userId, null, null, subjectHash, null, reason, null);
  }

  public AuthenticationEvent organization(@Nullable UUID id) {
    return new AuthenticationEvent(
        type, success, userId, id, sessionId, subjectHash, method, failureReason, details);
  }

  public AuthenticationEvent session(@Nullable UUID id) {
    return new AuthenticationEvent(
        type, success, userId, organizationId, id, subjectHash, method, failureReason, details);
  }

  public AuthenticationEvent method(@Nullable String word) {
    return new AuthenticationEvent(
        type,
        success,
        userId,
        organizationId,
        sessionId,
        subjectHash,
        word,
        failureReason,
        details);
  }

  public AuthenticationEvent details(Map<String, ?> fields) {
    return new AuthenticationEvent(
        type,
        success,
        userId,
        organizationId,
        sessionId,
        subjectHash,
        method,
        failureReason,
        fields);
  }
}

package dev.freehold.registry.onboarding;

import dev.freehold.kernel.ChangingRow;
import dev.freehold.kernel.Json;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.EnumeratedValue;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A customer's way to an active platform. Nobody but its job moves its steps. */
@Entity
@Table(schema = "registry", name = "onboarding_sessions")
public class OnboardingSession extends ChangingRow {

  /** States of a session. */
  @RegisterForReflection
  public enum Status {
    IN_PROGRESS,
    COMPLETED,
    FAILED,
    EXPIRED,
    ABANDONED;

    @EnumeratedValue private final String word = name().toLowerCase(Locale.ROOT);

    public String word() {
      return word;
    }
  }

  @Column(updatable = false)
  public UUID organizationId;

  @Column(updatable = false)
  public UUID platformId;

  @Column(updatable = false)
  public UUID userId;

  @Enumerated(EnumType.STRING)
  public Status status;

  @JdbcTypeCode(SqlTypes.JSON)
  String steps;

  /** Name of the first step not completed. */
  public @Nullable String currentStep;

  @Column(updatable = false)
  public String tier;

  /** The latest job. */
  public @Nullable UUID provisionJobId;

  public int resumeCount;

  @JdbcTypeCode(SqlTypes.JSON)
  String metadata;

  @Column(updatable = false)
  public Instant startedAt;

  public @Nullable Instant completedAt;
  public Instant expiresAt;

  public List<OnboardingStep> steps() {
    var read = new ArrayList<OnboardingStep>();
    Json.tree(steps).forEach(step -> read.add(Json.readLenient(step, OnboardingStep.class)));
    return List.copyOf(read);
  }

  void steps(List<OnboardingStep> now) {
    steps = Json.write(now);
    currentStep = OnboardingSteps.current(now);
  }

  OnboardingMetadata metadata() {
    return Json.read(metadata, OnboardingMetadata.class);
  }

  void metadata(OnboardingMetadata now) {
    metadata = Json.write(now);
  }

  static Optional<OnboardingSession> findOf(UUID id, @Nullable UUID organizationId) {
    return find(id, organizationId, LockModeType.NONE);
  }

  static Optional<OnboardingSession> lockOf(UUID id, @Nullable UUID organizationId) {
    return find(id, organizationId, LockModeType.PESSIMISTIC_WRITE);
  }

  private static Optional<OnboardingSession> find(
      UUID id, @Nullable UUID organizationId, LockModeType lock) {
    var found =
        organizationId == null
            ? OnboardingSession.<OnboardingSession>find("id = ?1", id)
            : OnboardingSession.<OnboardingSession>find(
                "id = ?1 and organizationId = ?2", id, organizationId);
    return found.withLock(lock).firstResultOptional();
  }

  /** The session whose latest job it is. */
  static Optional<OnboardingSession> lockByJob(UUID jobId) {
    return OnboardingSession.<OnboardingSession>find("provisionJobId = ?1", jobId)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }

  /** The open session of a platform that has no job yet. */
  static Optional<OnboardingSession> lockWaiting(UUID platformId) {
    return OnboardingSession.<OnboardingSession>find(
            "platformId = ?1 and status = ?2 and provisionJobId is null",
            platformId,
            Status.IN_PROGRESS)
        .withLock(LockModeType.PESSIMISTIC_WRITE)
        .firstResultOptional();
  }
}

package dev.freehold.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Keys;
import dev.freehold.kernel.Refusal;
import dev.freehold.kernel.Scope;
import dev.freehold.testing.Owner;
import dev.freehold.testing.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One organization of its own with an owner, and ways to act in it. */
public final class Scene {

  public final UUID user = Rows.user();
  public final UUID organization = Rows.organization(user);

  /** A slug nobody else has. */
  public static String slug() {
    return "s" + Keys.next();
  }

  /** As the organization's owner. */
  public <T extends @Nullable Object> T asOwner(Supplier<T> work) {
    return call(Scope.tenant(organization, user), Actor.Type.USER, user).supply(work);
  }

  /** As an operator who acts on all organizations. */
  public <T extends @Nullable Object> T asOperator(Supplier<T> work) {
    return call(Scope.operator(user), Actor.Type.OPERATOR, user).supply(work);
  }

  /** As a queue acts on a message of the organization. */
  public <T extends @Nullable Object> T asQueue(Supplier<T> work) {
    return Call.system("test", Scope.tenant(organization)).supply(work);
  }

  private static Call call(Scope scope, Actor.Type type, UUID id) {
    return new Call(
        scope,
        new Actor(type, id.toString(), null, null),
        "r-test",
        null,
        "test",
        null,
        null,
        new Call.State());
  }

  /** A platform without a default entity, in the state the columns say. */
  public UUID platform(String status, String... columns) {
    UUID id = UUID.randomUUID();
    Owner.update(
        """
        INSERT INTO registry.platforms (id, organization_id, key, name, slug, status, tier, version,
            created_at, updated_at, deleted_at, payment_hold_at, cancellation_requested_at)
        VALUES (?, ?, ?, 'Acme', ?, ?, 'growth', 0, now(), now(),
            CASE WHEN ? = 'deleted' THEN now() END, CASE WHEN ? = 'suspended' THEN now() END,
            CASE WHEN ? = 'pending_cancellation' THEN now() END)
        """,
        id,
        organization,
        Keys.next(),
        slug(),
        status,
        status,
        status,
        status);
    for (String column : columns) {
      Owner.update("UPDATE registry.platforms SET " + column + " WHERE id = ?", id);
    }
    return id;
  }

  public static Map<String, @Nullable Object> row(UUID platformId) {
    return Owner.rows("SELECT * FROM registry.platforms WHERE id = ?", platformId).getFirst();
  }

  public static String status(UUID platformId) {
    return String.valueOf(row(platformId).get("status"));
  }

  /** The statuses a platform went through, oldest first. */
  public static List<String> history(UUID platformId) {
    return Owner.rows(
            "SELECT to_status FROM registry.platform_lifecycle_events WHERE platform_id = ? ORDER BY id",
            platformId)
        .stream()
        .map(row -> String.valueOf(row.get("to_status")))
        .toList();
  }

  /** The audit's actions about a platform, oldest first. */
  public static List<String> audited(UUID platformId) {
    return Owner.rows(
            "SELECT action FROM core.audit_log WHERE platform_id = ? ORDER BY chain_seq",
            platformId)
        .stream()
        .map(row -> String.valueOf(row.get("action")))
        .toList();
  }

  /** Types of the messages about a platform, oldest first. */
  public static List<String> messages(UUID platformId) {
    return Owner.rows(
            "SELECT type FROM core.outbox WHERE platform_id = ? AND kind = 'event' ORDER BY id",
            platformId)
        .stream()
        .map(row -> String.valueOf(row.get("type")))
        .toList();
  }

  /** Templates of the mails asked for in the organization. */
  public List<String> mails() {
    return Owner.rows(
            "SELECT template FROM core.mail_messages WHERE organization_id = ? ORDER BY id",
            organization)
        .stream()
        .map(row -> String.valueOf(row.get("template")))
        .toList();
  }

  public static Refusal refused(String code, Supplier<?> work) {
    Refusal refusal = catchThrowableOfType(Refusal.class, work::get);
    assertThat(refusal).describedAs("refusal %s", code).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
    return refusal;
  }

  /** The code of the refusal, or {@code OK}. */
  public static String outcome(Supplier<?> work) {
    try {
      var unused = work.get();
      return "OK";
    } catch (Refusal refusal) {
      return refusal.code();
    }
  }

  /** Both at the same moment, each in a thread of its own; what they answered, in order. */
  public static <T> List<T> atOnce(List<Callable<T>> works) {
    var gate = new CyclicBarrier(works.size());
    try (var threads = Executors.newFixedThreadPool(works.size())) {
      var futures =
          works.stream()
              .map(
                  work ->
                      threads.submit(
                          () -> {
                            gate.await();
                            return work.call();
                          }))
              .toList();
      var answers = new ArrayList<T>();
      for (var future : futures) {
        answers.add(future.get());
      }
      return answers;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Polls until it is so; fails after ten seconds. */
  public static void waitUntil(BooleanSupplier isSo) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!isSo.getAsBoolean()) {
      assertThat(System.nanoTime()).describedAs("waited too long").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}

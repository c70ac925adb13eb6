package dev.freehold.lambda.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One function, as functions.json lists it. Fields that do not belong to its trigger are left out.
 *
 * @param domain module of the functions, and of the zip
 * @param trigger {@code http}, {@code cron}, {@code queue}, {@code direct}, {@code route} (serves
 *     all HTTP operations of its domain)
 * @param access lower-case word of {@link dev.freehold.lambda.Access}
 * @param queue the queue it reads, by the name of the function it is named after
 * @param maxConcurrency messages at once at most; null = as many as there are instances
 * @param uses words of {@link Outside}, in its order
 * @param concurrency instances at once at most
 * @param sandbox only where the sandbox is on; no zip exports it
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FunctionEntry(
    String name,
    String domain,
    String trigger,
    String type,
    String method,
    @Nullable String httpMethod,
    @Nullable String path,
    @Nullable String access,
    @Nullable String permission,
    @Nullable String schedule,
    @Nullable String queue,
    List<String> events,
    @Nullable Integer maxConcurrency,
    List<String> uses,
    int concurrency,
    int memoryMb,
    int timeoutSec,
    @Nullable Boolean sandbox) {

  /** The file leaves out a list that is empty. */
  public FunctionEntry {
    events = events == null ? List.of() : List.copyOf(events);
    uses = uses == null ? List.of() : List.copyOf(uses);
  }

  /** Starts an entry; what is not said is left out of the file. */
  public static Builder of(String name, String domain, String trigger) {
    return new Builder(name, domain, trigger);
  }

  /** Says what belongs to the trigger, then what it costs. */
  public static final class Builder {

    private final String name;
    private final String domain;
    private final String trigger;
    private String type = "";
    private String method = "";
    private @Nullable String httpMethod;
    private @Nullable String path;
    private @Nullable String access;
    private @Nullable String permission;
    private @Nullable String schedule;
    private @Nullable String queue;
    private List<String> events = List.of();
    private @Nullable Integer maxConcurrency;
    private List<String> uses = List.of();
    private int concurrency = 1;
    private @Nullable Boolean sandbox;

    private Builder(String name, String domain, String trigger) {
      this.name = name;
      this.domain = domain;
      this.trigger = trigger;
    }

    public Builder in(Method method) {
      this.type = method.getDeclaringClass().getName();
      this.method = method.getName();
      return this;
    }

    public Builder route(String httpMethod, String path) {
      this.httpMethod = httpMethod;
      this.path = path;
      return this;
    }

    public Builder allowed(String access, String permission) {
      this.access = access;
      this.permission = permission;
      return this;
    }

    public Builder schedule(String schedule) {
      this.schedule = schedule;
      return this;
    }

    /**
     * @param maxConcurrency 0 = not bounded but by the instances
     */
    public Builder queue(String queue, List<String> events, int maxConcurrency) {
      this.queue = queue;
      this.events = events;
      this.maxConcurrency = maxConcurrency == 0 ? null : maxConcurrency;
      return this;
    }

    public Builder uses(List<String> uses) {
      this.uses = uses;
      return this;
    }

    public Builder concurrency(int concurrency) {
      this.concurrency = concurrency;
      return this;
    }

    public Builder onlyInSandbox(boolean onlyInSandbox) {
      this.sandbox = onlyInSandbox ? true : null;
      return this;
    }

    public FunctionEntry sized(int memoryMb, int timeoutSec) {
      return new FunctionEntry(
          name,
          domain,
          trigger,
          type,
          method,
          httpMethod,
          path,
          access,
          permission,
          schedule,
          queue,
          events,
          maxConcurrency,
          uses,
          concurrency,
          memoryMb,
          timeoutSec,
          sandbox);
    }
  }
}

package dev.freehold.lambda.catalogue;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
    int memoryMb,
    int timeoutSec,
    @Nullable Boolean sandbox) {}

package dev.freehold.functions.core.sandbox;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A mail as it arrived.
 *
 * @param code the six digits in the text, null without any
 */
@RegisterForReflection
public record ReceivedMail(
    String id,
    String to,
    String from,
    String subject,
    @Nullable String template,
    Map<String, String> headers,
    @Nullable String text,
    @Nullable String html,
    @Nullable String code,
    List<String> links,
    Instant at) {}

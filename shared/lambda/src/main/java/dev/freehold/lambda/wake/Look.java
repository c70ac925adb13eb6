package dev.freehold.lambda.wake;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The last run of one schedule that came to its end.
 *
 * @param seenAt when it began: what was committed before, it has seen
 * @param dueAt when the next thing is due, as far as it saw; null = nothing lies ahead
 */
public record Look(Instant seenAt, @Nullable Instant dueAt) {}

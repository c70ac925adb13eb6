package dev.freehold.bench.baseline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement as the server logged it.
 *
 * @param sql with {@code $1} for its first parameter
 * @param parameters as text; null = NULL
 */
public record Statement(String sql, List<@Nullable String> parameters) {}

package dev.freehold.sandbox;

import java.time.Instant;

/**
 * A call that was answered.
 *
 * @param path without query, with the simulator's prefix
 * @param status as answered, 0 = the connection was closed instead
 */
public record SimCall(Instant at, String service, String method, String path, int status) {}

package dev.freehold.kernel;

/**
 * One fault of a request.
 *
 * @param field path in the body or name of the query parameter, e.g. {@code rateLimit.max}
 * @param code {@code REQUIRED, PATTERN, RANGE, SIZE, TYPE, ENUM, UNKNOWN_FIELD, DUPLICATE} or a
 *     code of the operation
 */
public record FieldError(String field, String code, String message) {}

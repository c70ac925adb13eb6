package dev.freehold.kernel;

import java.time.Instant;
import java.util.UUID;

/**
 * A message whose row is in the outbox, ready to be handed over.
 *
 * @param isCommand goes to the one queue its type names; an event to every queue that names it
 * @param body the envelope as JSON
 */
public record CommittedMessage(
    UUID id, boolean isCommand, String type, Instant availableAt, String body) {}

package dev.freehold.sandbox.stripe.webhook;

import java.net.URI;
import java.util.Set;

/**
 * Where events go.
 *
 * @param url of the gateway, such as {@code http://127.0.0.1:8080/v1/webhooks/stripe}
 * @param secret of the signatures, {@code whsec_…}
 * @param types that the endpoint asked for; empty = all
 */
public record WebhookEndpoint(URI url, String secret, Set<String> types) {}

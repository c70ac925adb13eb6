package dev.freehold.identity.provider;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a browser on its way to a provider comes back to; kept sealed, for one use.
 *
 * @param cookieHash SHA-256 of the browser's cookie, hex
 * @param redirectPath where the app goes afterwards; null = its first page
 * @param linkUserId who links an account; null = somebody signs in
 * @param linkSessionId the session that asked for it
 */
@RegisterForReflection
record ProviderState(
    String provider,
    String cookieHash,
    String nonce,
    String verifier,
    @Nullable String redirectPath,
    @Nullable String invitationToken,
    @Nullable UUID linkUserId,
    @Nullable UUID linkSessionId) {}

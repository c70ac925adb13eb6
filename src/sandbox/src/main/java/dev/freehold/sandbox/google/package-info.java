/** Google's sign-in: OpenID Connect with discovery, codes bound by PKCE, signed id tokens. */
@NullMarked
package dev.freehold.sandbox.google;

import org.jspecify.annotations.NullMarked;

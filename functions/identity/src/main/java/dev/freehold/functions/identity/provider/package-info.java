/** Functions for the ways to sign in, and signing in by a provider. */
@NullMarked
package dev.freehold.functions.identity.provider;

import org.jspecify.annotations.NullMarked;

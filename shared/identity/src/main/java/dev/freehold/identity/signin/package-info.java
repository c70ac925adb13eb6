/** Signing up and in, second steps, sessions. */
@NullMarked
package dev.freehold.identity.signin;

import org.jspecify.annotations.NullMarked;

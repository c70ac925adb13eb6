/** Passwords: what one must be, and its hash. */
@NullMarked
package dev.freehold.identity.password;

import org.jspecify.annotations.NullMarked;

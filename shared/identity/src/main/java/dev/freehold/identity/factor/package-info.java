/** Authenticators: enrolling, taking away, and the backup codes beside them. */
@NullMarked
package dev.freehold.identity.factor;

import org.jspecify.annotations.NullMarked;

/**
 * Words every domain shares: time, scope, refusal, message. Knows nothing of AWS, HTTP or any
 * domain.
 */
@NullMarked
package dev.freehold.kernel;

import org.jspecify.annotations.NullMarked;

/** Data keys of a key service on loopback. */
@NullMarked
package dev.freehold.lambda.keys;

import org.jspecify.annotations.NullMarked;

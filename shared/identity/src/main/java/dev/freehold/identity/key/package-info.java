/** API keys. */
@NullMarked
package dev.freehold.identity.key;

import org.jspecify.annotations.NullMarked;

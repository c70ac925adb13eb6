/** API keys: made, shown, changed, ended, verified. */
@NullMarked
package dev.freehold.functions.identity.key;

import org.jspecify.annotations.NullMarked;

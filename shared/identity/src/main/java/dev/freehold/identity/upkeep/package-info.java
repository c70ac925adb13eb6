/** What identity does by itself at night. */
@NullMarked
package dev.freehold.identity.upkeep;

import org.jspecify.annotations.NullMarked;

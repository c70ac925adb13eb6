/** Operators: the first one, and what they do with people and organizations. */
@NullMarked
package dev.freehold.identity.operator;

import org.jspecify.annotations.NullMarked;

/** The first operator. */
@NullMarked
package dev.freehold.identity.operator;

import org.jspecify.annotations.NullMarked;

/** The packages as Lambda runs them. */
@NullMarked
package dev.freehold.verify.zip;

import org.jspecify.annotations.NullMarked;

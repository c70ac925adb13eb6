/** The catalogue of stack templates and feature packages, with immutable versions. */
@NullMarked
package dev.freehold.stacks;

import org.jspecify.annotations.NullMarked;

/** What is measured, side by side with what. */
@NullMarked
package dev.freehold.bench;

import org.jspecify.annotations.NullMarked;

/** The statements an operation sends, recorded and run again without our code. */
@NullMarked
package dev.freehold.bench.baseline;

import org.jspecify.annotations.NullMarked;

/** The operations that are measured, and the rows they need. */
@NullMarked
package dev.freehold.bench.workload;

import org.jspecify.annotations.NullMarked;

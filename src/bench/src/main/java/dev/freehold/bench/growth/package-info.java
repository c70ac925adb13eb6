/** What a grown database costs a call: the same work in a small one and in its grown copy. */
@NullMarked
package dev.freehold.bench.growth;

import org.jspecify.annotations.NullMarked;

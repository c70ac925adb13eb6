/** The only deployable with Flyway: runs before a deployment's functions change. */
@NullMarked
package dev.freehold.migrate;

import org.jspecify.annotations.NullMarked;

/** Brings the database to the newest schema before a deployment's functions change. */
@NullMarked
package dev.freehold.functions.migrate;

import org.jspecify.annotations.NullMarked;

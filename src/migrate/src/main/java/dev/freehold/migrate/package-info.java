/** Roles and schema of an installation: the only code that knows Flyway. */
@NullMarked
package dev.freehold.migrate;

import org.jspecify.annotations.NullMarked;

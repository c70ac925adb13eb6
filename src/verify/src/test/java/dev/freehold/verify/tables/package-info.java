/** What every table of every schema has in common, read from the migrated database itself. */
@NullMarked
package dev.freehold.verify.tables;

import org.jspecify.annotations.NullMarked;

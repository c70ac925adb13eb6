/** What stands before the application starts: settings, data folder, database, secrets, clock. */
@NullMarked
package dev.freehold.local.start;

import org.jspecify.annotations.NullMarked;

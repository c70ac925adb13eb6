/** How this process logs in to the database. */
@NullMarked
package dev.freehold.kernel.login;

import org.jspecify.annotations.NullMarked;

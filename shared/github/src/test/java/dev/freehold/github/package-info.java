/** The client against the simulated GitHub. */
@NullMarked
package dev.freehold.github;

import org.jspecify.annotations.NullMarked;

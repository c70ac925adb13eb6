/** Sessions as their owners see, end and refresh them. */
@NullMarked
package dev.freehold.identity.session;

import org.jspecify.annotations.NullMarked;

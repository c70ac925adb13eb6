/** People as they are shown. */
@NullMarked
package dev.freehold.identity.user;

import org.jspecify.annotations.NullMarked;

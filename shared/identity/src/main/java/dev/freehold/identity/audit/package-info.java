/** Who signed in how, and who was allowed or refused what: read. */
@NullMarked
package dev.freehold.identity.audit;

import org.jspecify.annotations.NullMarked;

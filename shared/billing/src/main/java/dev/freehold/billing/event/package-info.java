/** What the payment providers reported: stored first, then processed. */
@NullMarked
package dev.freehold.billing.event;

import org.jspecify.annotations.NullMarked;

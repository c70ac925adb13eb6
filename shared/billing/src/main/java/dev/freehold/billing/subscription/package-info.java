/** What was agreed: one row is one life of a subscription. */
@NullMarked
package dev.freehold.billing.subscription;

import org.jspecify.annotations.NullMarked;

/** What was bought: orders and the checkouts they were opened as. */
@NullMarked
package dev.freehold.billing.checkout;

import org.jspecify.annotations.NullMarked;

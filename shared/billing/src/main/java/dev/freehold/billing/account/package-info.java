/** Who pays: payer sheets, and their customers and prices at the providers. */
@NullMarked
package dev.freehold.billing.account;

import org.jspecify.annotations.NullMarked;

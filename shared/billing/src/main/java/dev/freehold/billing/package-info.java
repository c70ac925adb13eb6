/** Plans, subscriptions, payments, invoices and received payment events. */
@NullMarked
package dev.freehold.billing;

import org.jspecify.annotations.NullMarked;

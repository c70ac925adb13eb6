/** What is owed: the providers' own invoices, mirrored. */
@NullMarked
package dev.freehold.billing.invoice;

import org.jspecify.annotations.NullMarked;

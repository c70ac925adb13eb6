/** What is sold: plans, their versions, prices and limits. */
@NullMarked
package dev.freehold.billing.plan;

import org.jspecify.annotations.NullMarked;

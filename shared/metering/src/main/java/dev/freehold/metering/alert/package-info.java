/** Thresholds of quotas: reached once per subscription, metric and period, and told once. */
@NullMarked
package dev.freehold.metering.alert;

import org.jspecify.annotations.NullMarked;

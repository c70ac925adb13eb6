/** Usage snapshots, quotas, alerts. */
@NullMarked
package dev.freehold.metering;

import org.jspecify.annotations.NullMarked;

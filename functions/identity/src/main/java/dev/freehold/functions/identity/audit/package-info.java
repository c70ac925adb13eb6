/** What was done by whom, and the schedules that keep it. */
@NullMarked
package dev.freehold.functions.identity.audit;

import org.jspecify.annotations.NullMarked;

/** Jobs and their steps: the rows, the states, the plan. */
@NullMarked
package dev.freehold.provisioning.job;

import org.jspecify.annotations.NullMarked;

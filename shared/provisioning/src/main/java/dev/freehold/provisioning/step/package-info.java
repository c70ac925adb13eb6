/** How one step is claimed, run and recorded. */
@NullMarked
package dev.freehold.provisioning.step;

import org.jspecify.annotations.NullMarked;

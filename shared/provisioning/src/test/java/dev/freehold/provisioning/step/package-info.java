/** Tests. */
@NullMarked
package dev.freehold.provisioning.step;

import org.jspecify.annotations.NullMarked;

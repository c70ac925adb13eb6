/** Tests. */
@NullMarked
package dev.freehold.provisioning.job;

import org.jspecify.annotations.NullMarked;

/** Tests. */
@NullMarked
package dev.freehold.provisioning.replay;

import org.jspecify.annotations.NullMarked;

/** Tests of provisioning as a whole, and what they stand on. */
@NullMarked
package dev.freehold.provisioning;

import org.jspecify.annotations.NullMarked;

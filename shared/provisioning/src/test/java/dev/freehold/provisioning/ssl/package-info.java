/** Tests. */
@NullMarked
package dev.freehold.provisioning.ssl;

import org.jspecify.annotations.NullMarked;

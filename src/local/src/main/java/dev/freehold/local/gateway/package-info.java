/** Stands where API Gateway stands: HTTP in, the events of payload format 2.0 out. */
@NullMarked
package dev.freehold.local.gateway;

import org.jspecify.annotations.NullMarked;

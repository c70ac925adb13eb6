/** Durable jobs of idempotent steps that make and unmake cloud resources. */
@NullMarked
package dev.freehold.provisioning;

import org.jspecify.annotations.NullMarked;

/** Jobs that need an operator. */
@NullMarked
package dev.freehold.provisioning.deadletter;

import org.jspecify.annotations.NullMarked;

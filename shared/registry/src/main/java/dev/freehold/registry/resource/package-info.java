/** Cloud resources and hostnames: their names and what exists of them. */
@NullMarked
package dev.freehold.registry.resource;

import org.jspecify.annotations.NullMarked;

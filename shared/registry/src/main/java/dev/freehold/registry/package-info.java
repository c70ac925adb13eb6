/**
 * What exists: platforms, entities, stacks, resources, hostnames, and every change of their life.
 */
@NullMarked
package dev.freehold.registry;

import org.jspecify.annotations.NullMarked;

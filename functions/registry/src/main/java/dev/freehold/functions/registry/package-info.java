/** Entry points of registry: how its operations are triggered. */
@NullMarked
package dev.freehold.functions.registry;

import org.jspecify.annotations.NullMarked;

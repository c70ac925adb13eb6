/** Entry points of core: how its operations are triggered. */
@NullMarked
package dev.freehold.functions.core;

import org.jspecify.annotations.NullMarked;

/** Entry points of stacks: how its operations are triggered. */
@NullMarked
package dev.freehold.functions.stacks;

import org.jspecify.annotations.NullMarked;

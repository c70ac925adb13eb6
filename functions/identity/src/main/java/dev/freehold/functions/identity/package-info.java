/** Entry points of identity: how its operations are triggered. */
@NullMarked
package dev.freehold.functions.identity;

import org.jspecify.annotations.NullMarked;

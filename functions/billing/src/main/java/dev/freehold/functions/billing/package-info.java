/** Entry points of billing: how its operations are triggered. */
@NullMarked
package dev.freehold.functions.billing;

import org.jspecify.annotations.NullMarked;

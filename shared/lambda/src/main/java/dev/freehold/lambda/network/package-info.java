/** Where a call comes from. */
@NullMarked
package dev.freehold.lambda.network;

import org.jspecify.annotations.NullMarked;

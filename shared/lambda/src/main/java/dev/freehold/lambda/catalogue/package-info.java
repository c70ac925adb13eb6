/** Every function of the product, as its annotations say: functions.json and who reads it. */
@NullMarked
package dev.freehold.lambda.catalogue;

import org.jspecify.annotations.NullMarked;

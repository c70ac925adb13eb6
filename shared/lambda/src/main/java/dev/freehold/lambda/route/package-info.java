/** One function for all HTTP operations of a domain. */
@NullMarked
package dev.freehold.lambda.route;

import org.jspecify.annotations.NullMarked;

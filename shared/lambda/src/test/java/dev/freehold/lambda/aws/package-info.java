/** The account's services, on loopback. */
@NullMarked
package dev.freehold.lambda.aws;

import org.jspecify.annotations.NullMarked;

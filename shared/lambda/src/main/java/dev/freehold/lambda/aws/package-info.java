/** What the account itself keeps for a function: its secrets and its login. */
@NullMarked
package dev.freehold.lambda.aws;

import org.jspecify.annotations.NullMarked;

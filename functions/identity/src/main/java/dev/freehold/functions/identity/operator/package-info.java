/** Entry points for operators: people, organizations, acting as a user. */
@NullMarked
package dev.freehold.functions.identity.operator;

import org.jspecify.annotations.NullMarked;

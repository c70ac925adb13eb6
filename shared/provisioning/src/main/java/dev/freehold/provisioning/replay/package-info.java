/** What an operator does about a dead letter, and how operators hear of one. */
@NullMarked
package dev.freehold.provisioning.replay;

import org.jspecify.annotations.NullMarked;

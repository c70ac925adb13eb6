package dev.freehold.provisioning.step;

/**
 * A step held by this function until the lease ends.
 *
 * @param token fencing: with another one in the row nothing is recorded
 * @param countedAttempt whether the claim spent an attempt, which a deferral gives back
 * @param calls how many may be made
 */
record Claim(StepWork work, long token, boolean undo, boolean countedAttempt, int calls) {}

/**
 * GitHub's API as an App sees it: repositories made from a template, and commits without a clone.
 */
@NullMarked
package dev.freehold.sandbox.github;

import org.jspecify.annotations.NullMarked;

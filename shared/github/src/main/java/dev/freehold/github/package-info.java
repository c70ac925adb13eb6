/** The one importer of GitHub's API. */
@NullMarked
package dev.freehold.github;

import org.jspecify.annotations.NullMarked;

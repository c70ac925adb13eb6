/** What each kind of step does at the provider, and how it is undone. */
@NullMarked
package dev.freehold.provisioning.action;

import org.jspecify.annotations.NullMarked;

/** The main job from sign-up to audit over ordinary HTTP, every answer checked. */
@NullMarked
package dev.freehold.local.demo;

import org.jspecify.annotations.NullMarked;

/** What simulated providers of sign-in share: people, codes bound by PKCE, the page in between. */
@NullMarked
package dev.freehold.sandbox.login;

import org.jspecify.annotations.NullMarked;

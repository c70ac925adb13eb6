/** What an installation on this host starts with, made through the domains' own services. */
@NullMarked
package dev.freehold.local.starter;

import org.jspecify.annotations.NullMarked;

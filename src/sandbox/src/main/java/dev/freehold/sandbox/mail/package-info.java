/** A mailbox that takes everything by SMTP and tells the provider's later news of it. */
@NullMarked
package dev.freehold.sandbox.mail;

import org.jspecify.annotations.NullMarked;

/** Cloud accounts and the limits of outside services. */
@NullMarked
package dev.freehold.provisioning.account;

import org.jspecify.annotations.NullMarked;

package dev.freehold.metering.collection;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.LocalDate;
import java.util.UUID;

/**
 * Command {@code metering-collect-account}: read this page.
 *
 * @param accountId ours, of {@code provisioning.cloud_accounts}
 * @param dataset the provider's name of the data set
 * @param page the first key wanted; empty = from the start
 */
@RegisterForReflection
public record AccountPage(UUID accountId, LocalDate date, String dataset, String page) {

  static final String COMMAND = "metering-collect-account";
}

package dev.freehold.functions.identity;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** The one answer to a request for a mail, whoever the address belongs to. */
@RegisterForReflection
public record AcceptedView(String status) {

  public static final AcceptedView ACCEPTED = new AcceptedView("accepted");
}

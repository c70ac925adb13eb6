package dev.freehold.functions.identity.organization;

import dev.freehold.identity.invitation.InvitationSweep;
import dev.freehold.identity.invitation.MailReception;
import dev.freehold.kernel.Swept;
import dev.freehold.kernel.outbox.Envelope;
import dev.freehold.lambda.Cron;
import dev.freehold.lambda.Queue;
import dev.freehold.lambda.Tick;
import io.quarkus.funqy.Funq;

/** What befalls invitations without anybody calling. */
public class InvitationUpkeep {

  private final InvitationSweep sweep;
  private final MailReception reception;

  InvitationUpkeep(InvitationSweep sweep, MailReception reception) {
    this.sweep = sweep;
    this.reception = reception;
  }

  @Funq("identity-remind-invitations")
  @Cron(
      value = "cron(5 0/6 * * ? *)",
      summary = "Ends invitations past their end, and mails the reminders that are due.")
  public Swept remind(Tick tick) {
    return sweep.sweep();
  }

  @Funq("identity-record-mail-delivery")
  @Queue(
      events = "core.mail.reported",
      summary = "Keeps what became of a mail, at its invitation and at the address.")
  public void recordMailDelivery(Envelope message) {
    reception.record(message.data(MailReception.Reported.class));
  }
}

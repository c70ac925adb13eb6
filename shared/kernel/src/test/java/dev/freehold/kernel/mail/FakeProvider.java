package dev.freehold.kernel.mail;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A mail provider: it takes mails, takes no more for now, or is away. */
@ApplicationScoped
public class FakeProvider implements MailTransport {

  private final List<Outgoing> sent = new CopyOnWriteArrayList<>();
  private volatile boolean isAway;
  private volatile boolean isFull;

  void away(boolean away) {
    this.isAway = away;
  }

  void full(boolean full) {
    this.isFull = full;
  }

  List<Outgoing> sentTo(String address) {
    return sent.stream().filter(mail -> mail.to().equals(address)).toList();
  }

  @Override
  public String provider() {
    return "smtp";
  }

  @Override
  public String send(Outgoing mail) {
    if (isAway) {
      throw new IllegalStateException("provider is away");
    }
    if (isFull) {
      throw new OverRate(new IllegalStateException("maximum sending rate exceeded"));
    }
    sent.add(mail);
    return "p-" + mail.id();
  }
}

package dev.freehold.identity.member;

import dev.freehold.kernel.mail.Mail;
import dev.freehold.kernel.mail.MailRequest;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** Tells people what became of their membership. */
@ApplicationScoped
class MemberMails {

  private final Sql sql;
  private final Mail mail;

  MemberMails(Sql sql, Mail mail) {
    this.sql = sql;
    this.mail = mail;
  }

  void tellNewRole(Member member) {
    mail.request(
        to(member.userId(), member.organizationId(), "role-changed")
            .param("roleName", member.roleName()));
  }

  void tellRemoval(Member member) {
    mail.request(to(member.userId(), member.organizationId(), "member-removed"));
  }

  /** The one who was accountable, and the one who is. */
  void tellTransfer(UUID organizationId, UUID from, Member to) {
    String name = Objects.requireNonNullElse(to.name(), "another member");
    for (UUID reader : List.of(from, to.userId())) {
      mail.request(to(reader, organizationId, "ownership-transferred").param("ownerName", name));
    }
  }

  private MailRequest.Builder to(UUID userId, UUID organizationId, String template) {
    return MailRequest.template(template)
        .category(MailRequest.SECURITY)
        .toUser(userId)
        .organization(organizationId)
        .param("organizationName", nameOf(organizationId));
  }

  private String nameOf(UUID organizationId) {
    return sql.one(
        "SELECT name FROM identity.organizations WHERE id = ?",
        row -> row.text("name"),
        organizationId);
  }
}

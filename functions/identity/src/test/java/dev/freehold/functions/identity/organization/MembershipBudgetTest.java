package dev.freehold.functions.identity.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.functions.identity.People;
import dev.freehold.identity.invitation.InvitationAnswers;
import dev.freehold.identity.invitation.InvitationService;
import dev.freehold.identity.member.Giver;
import dev.freehold.identity.member.MemberService;
import dev.freehold.identity.member.RoleChoice;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Scope;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** identity §9: statements besides BEGIN, COMMIT and the tenant, and besides the caller's own. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class MembershipBudgetTest {

  @Inject InvitationService invitations;
  @Inject InvitationAnswers answers;
  @Inject MemberService members;

  private final UUID owner = Rows.user();
  private final UUID acme = Rows.organization(owner);

  private static int statements(Scope scope, Runnable work) {
    Call call = Call.system("test", scope);
    call.run(work);
    return call.state().statements();
  }

  @Test
  void anInvitationIsAcceptedWithFive() {
    String email = People.address();
    UUID bob = Rows.user(email);
    UUID id =
        Call.system("test", Scope.tenant(acme, owner))
            .supply(
                () ->
                    invitations.create(
                        acme,
                        new InvitationService.Asked(
                            email, RoleChoice.of(RoleChoice.Role.MEMBER), null, null),
                        new Giver(owner, null, "owner", permission -> true)))
            .invitation()
            .id();

    int statements =
        statements(
            Scope.tenant(Rows.organization(bob), bob),
            () -> answers.accept(new InvitationAnswers.Named(null, id), bob));

    assertThat(statements).isLessThanOrEqualTo(5);
    assertThat(members(bob)).isEqualTo(1);
  }

  private int members(UUID user) {
    return statements(Scope.tenant(acme, owner), () -> members.get(acme, user));
  }

  @Test
  void membersAndInvitationsAreListedWithOne() {
    var page = PageRequest.first(20);

    assertThat(
            statements(Scope.tenant(acme, owner), () -> members.list(acme, null, "example", page)))
        .isEqualTo(1);
    assertThat(statements(Scope.tenant(acme, owner), () -> invitations.list(acme, null, page)))
        .isEqualTo(1);
    assertThat(statements(Scope.user(owner), () -> answers.listOwn(page))).isEqualTo(1);
  }
}

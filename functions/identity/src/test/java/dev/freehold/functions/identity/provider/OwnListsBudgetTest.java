package dev.freehold.functions.identity.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.identity.device.OwnDevices;
import dev.freehold.identity.email.EmailPreferences;
import dev.freehold.identity.email.EmailService;
import dev.freehold.identity.factor.TwoFactorService;
import dev.freehold.identity.provider.AccountService;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.PageRequest;
import dev.freehold.kernel.Scope;
import dev.freehold.testing.Rows;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** identity §9: a list takes two statements at most, the caller's own look-up among them. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class OwnListsBudgetTest {

  @Inject EmailService emails;
  @Inject EmailPreferences preferences;
  @Inject AccountService accounts;
  @Inject OwnDevices devices;
  @Inject TwoFactorService twoFactors;

  private final UUID user = Rows.user();

  private int statements(Supplier<?> work) {
    Call call = Call.system("test", Scope.user(user));
    assertThat(call.<Object>supply(work::get)).isNotNull();
    return call.state().statements();
  }

  @Test
  void eachListIsOneStatementBesidesTheCallers() {
    var page = new PageRequest(20, List.of());

    assertThat(statements(() -> emails.list(user, page))).isOne();
    assertThat(statements(() -> accounts.list(user, page))).isOne();
    assertThat(statements(() -> devices.list(user, page))).isOne();
    assertThat(statements(() -> preferences.list(user))).isOne();
    assertThat(statements(() -> twoFactors.get(user))).isOne();
  }
}

package dev.freehold.functions.identity.provider;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.freehold.identity.provider.Account;
import dev.freehold.identity.provider.AccountService;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Answer;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.HttpEdge;
import io.quarkus.funqy.Funq;

/** The ways one signs in. */
public class AccountFunctions {

  private final HttpEdge edge;
  private final AccountService accounts;

  AccountFunctions(HttpEdge edge, AccountService accounts) {
    this.edge = edge;
    this.accounts = accounts;
  }

  @Funq("identity-list-accounts")
  @Http(
      route = "GET /v1/users/me/accounts",
      access = Access.SELF,
      answer = Account.class,
      list = true,
      summary = "Lists the ways one signs in, newest first.")
  public APIGatewayV2HTTPResponse list(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call ->
            Answer.ok(
                call.pageByTime(
                    accounts.list(call.caller().user(), call.pageRequest()),
                    Account::createdAt,
                    Account::id)));
  }

  @Funq("identity-unlink-account")
  @Http(
      route = "DELETE /v1/users/me/accounts/{accountId}",
      access = Access.SELF,
      fresh = true,
      status = 204,
      errors = "LAST_SIGN_IN_METHOD",
      summary = "Takes a way to sign in away; the last one stays.")
  public APIGatewayV2HTTPResponse unlink(APIGatewayV2HTTPEvent event) {
    return edge.answer(
        event,
        call -> {
          accounts.unlink(call.caller().user(), call.pathId("accountId"));
          return Answer.noContent();
        });
  }
}

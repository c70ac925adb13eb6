package dev.freehold.identity;

import dev.freehold.kernel.Kind;
import dev.freehold.kernel.RefusalCode;

/** Codes of identity's operations. */
public enum IdentityRefusal implements RefusalCode {
  SIGN_UP_CLOSED(Kind.FORBIDDEN, "Ask for an invitation."),
  ACCOUNT_EXISTS(Kind.CONFLICT, "Sign in, then accept the invitation."),
  INVITATION_GONE(Kind.GONE, "Ask for a new invitation."),
  PASSWORD_REJECTED(Kind.UNPROCESSABLE, "Choose another password; errors says what is wrong."),
  EMAIL_TAKEN(Kind.CONFLICT, "Sign in with the address, or use another."),
  CODE_GONE(Kind.GONE, "Start again; the code is used, worn out or too old."),
  CODE_WRONG(Kind.UNPROCESSABLE, "Look at the newest mail or at the app and try again."),
  INVALID_CREDENTIALS(Kind.UNAUTHENTICATED, "Check address and password."),
  TOO_MANY_ATTEMPTS(Kind.TOO_MANY, "Wait Retry-After seconds, or reset the password."),
  EMAIL_NOT_VERIFIED(Kind.FORBIDDEN, "Open the link just mailed, then sign in again."),
  ACCOUNT_BANNED(Kind.FORBIDDEN, "Contact the operator."),
  ACCOUNT_DISABLED(Kind.FORBIDDEN, "Contact the operator."),
  TARGET_IS_OPERATOR(Kind.FORBIDDEN, "Ask a superadmin; nobody does this to themselves."),
  LAST_SUPERADMIN(Kind.CONFLICT, "Make another superadmin first."),
  TARGET_TWO_FACTOR_MISSING(Kind.UNPROCESSABLE, "Have the person enrol an authenticator first."),
  SELF(Kind.CONFLICT, "Have another superadmin do it."),
  ALREADY_IMPERSONATING(Kind.CONFLICT, "End the other impersonation, or that user's sessions."),
  NOT_IMPERSONATING(Kind.CONFLICT, "Sign out instead; the session is the person's own."),
  METHOD_NOT_AVAILABLE(Kind.CONFLICT, "Use one of the methods the challenge named."),
  TOKEN_GONE(Kind.GONE, "Ask for a new link; this one is used or too old."),
  CURRENT_PASSWORD_WRONG(Kind.UNPROCESSABLE, "Type the password you have now."),
  USERNAME_TAKEN(Kind.CONFLICT, "Choose another username."),
  CHALLENGE_GONE(Kind.GONE, "Sign in again."),
  SLUG_TAKEN(Kind.CONFLICT, "Choose another slug."),
  ALREADY_MEMBER(Kind.CONFLICT, "Change the member's role instead."),
  INVITATION_NOT_YOURS(Kind.FORBIDDEN, "Sign in as the invited, or add and verify the address."),
  INVITATION_CLOSED(Kind.CONFLICT, "Invite the address again."),
  EMAIL_DOMAIN_NOT_ALLOWED(Kind.UNPROCESSABLE, "Use an address the organization allows."),
  OWNER_PROTECTED(Kind.FORBIDDEN, "Ask an owner of the organization."),
  ORGANIZATION_IN_USE(Kind.CONFLICT, "End what errors names first."),
  DEFAULT_ORGANIZATION(Kind.CONFLICT, "Hand it over, or delete the account."),
  CONFIRMATION_MISMATCH(Kind.UNPROCESSABLE, "Type what is to be deleted exactly."),
  OWN_TWO_FACTOR_MISSING(Kind.UNPROCESSABLE, "Enable an authenticator app of your own first."),
  LAST_OWNER(Kind.CONFLICT, "Make another member owner first, or delete the organization."),
  ROLE_UNKNOWN(Kind.UNPROCESSABLE, "Use a role that GET .../roles lists."),
  NAME_RESERVED(Kind.UNPROCESSABLE, "Choose another name."),
  UNKNOWN_PERMISSION(Kind.UNPROCESSABLE, "Use permissions that GET /v1/permissions lists."),
  ALREADY_ENABLED(Kind.CONFLICT, "Disable the authenticator first, then start again."),
  NOT_STARTED(Kind.CONFLICT, "Start enrolling an authenticator first."),
  NOT_ENABLED(Kind.CONFLICT, "Enable an authenticator first."),
  TWO_FACTOR_DEMANDED(Kind.CONFLICT, "Operators keep a second factor; ask to have it reset."),
  EMAIL_ALREADY_ADDED(Kind.CONFLICT, "Look at your addresses; it is there."),
  ALREADY_VERIFIED(Kind.CONFLICT, "Nothing is to be done; the address is proved."),
  PRIMARY_EMAIL(Kind.CONFLICT, "Make another address the primary one first."),
  LAST_SIGN_IN_METHOD(Kind.CONFLICT, "Set a password or link another account first."),
  STATE_INVALID(Kind.INVALID, "Begin the sign-in again, in the same browser."),
  PROVIDER_REFUSED(Kind.INVALID, "Begin the sign-in again, or choose another way."),
  PROVIDER_EMAIL_UNVERIFIED(Kind.FORBIDDEN, "Verify your address at the provider first."),
  ACCOUNT_LINK_REQUIRED(Kind.CONFLICT, "Sign in the way you did before, then link the account."),
  ACCOUNT_ALREADY_LINKED(Kind.CONFLICT, "Unlink it from the other account first."),
  EXPIRY_TOO_LATE(Kind.UNPROCESSABLE, "Choose an earlier expiry."),
  EXPIRY_IN_PAST(Kind.UNPROCESSABLE, "Choose an expiry in the future."),
  KEY_REVOKED(Kind.CONFLICT, "Make a new key."),
  NAME_TAKEN(Kind.CONFLICT, "Choose another name."),
  ROLE_IN_USE(Kind.CONFLICT, "Give its members another role and revoke its invitations first."),
  OWNER_NOT_DENIABLE(Kind.UNPROCESSABLE, "An owner holds everything; change the role first.");

  private final Kind kind;
  private final String advice;

  IdentityRefusal(Kind kind, String advice) {
    this.kind = kind;
    this.advice = advice;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String advice() {
    return advice;
  }
}

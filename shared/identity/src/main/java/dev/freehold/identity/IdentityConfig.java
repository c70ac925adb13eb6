package dev.freehold.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The numbers of identity; changed by operators of an installation. */
@ConfigMapping(prefix = "freehold.identity")
public interface IdentityConfig {

  SignUp signUp();

  Password password();

  SignIn signIn();

  Lockout lockout();

  Throttle throttle();

  Session session();

  Impersonation impersonation();

  TrustedDevice trustedDevice();

  TwoFactor twoFactor();

  Organization organization();

  Invitation invitation();

  ApiKey apiKey();

  OperatorInvite operatorInvite();

  EmailVerification emailVerification();

  Email email();

  Providers providers();

  Audit audit();

  MagicLink magicLink();

  PasswordReset passwordReset();

  /** How people get in. */
  interface SignUp {

    /** {@code open}, {@code invited} (with an invitation only) or {@code closed}. */
    @WithDefault("open")
    SignUpMode mode();

    /** How long code and link of a sign-up live. */
    @WithDefault("PT10M")
    Duration codeLifetime();

    /** Codes tried until the sign-up is dead, 1 to 5. */
    @WithDefault("5")
    int codeAttempts();

    /** A code is not mailed again sooner. */
    @WithDefault("PT60S")
    Duration resendAfter();
  }

  /** Who may sign up. */
  enum SignUpMode {
    OPEN,
    INVITED,
    CLOSED
  }

  /** What a password must be, and how it is kept. */
  interface Password {

    /** Characters, at least 8. */
    @WithDefault("15")
    int minLength();

    /** Characters. */
    @WithDefault("128")
    int maxLength();

    /** Words that do not count as secret, besides the person's own. */
    @WithDefault("freehold")
    List<String> contextWords();

    Argon2 argon2();
  }

  /** Cost of a password's hash; the start refuses less than the defaults. */
  interface Argon2 {

    /** KiB of memory. */
    @WithDefault("19456")
    int memoryKib();

    /** Passes. */
    @WithDefault("2")
    int iterations();

    /** Lanes. */
    @WithDefault("1")
    int parallelism();
  }

  /** Signing in with a password. */
  interface SignIn {

    /** A refused password is never answered before. */
    @WithDefault("PT0.3S")
    Duration floor();

    /** When a mailed code is asked for where no authenticator is enrolled. */
    @WithDefault("unknown_device")
    EmailCode emailCode();
  }

  /** When a mailed code is asked for. */
  enum EmailCode {
    ALWAYS,
    UNKNOWN_DEVICE,
    NEVER
  }

  /** Brute force: waits that grow, then locks. */
  interface Lockout {

    /** The failure after which waiting begins. */
    @WithDefault("5")
    int delayFrom();

    /** The failure from which on each one locks. */
    @WithDefault("10")
    int lockFrom();

    /** The first wait; doubles with each further failure. */
    @WithDefault("PT30S")
    Duration delayBase();

    /** How long a lock holds. */
    @WithDefault("PT30M")
    Duration lockFor();

    /** A counter falls away so long after the last failure. */
    @WithDefault("PT24H")
    Duration resetAfter();
  }

  /** Tries in one hour. */
  interface Throttle {

    /** Sign-ins from one network address (IPv6: /64). */
    @WithDefault("100")
    int signInIp();

    /** Sign-ups from one network address. */
    @WithDefault("20")
    int signUpIp();

    /** Mails to one address that anybody can cause. */
    @WithDefault("5")
    int mailAddress();

    /** Mails caused from one network address. */
    @WithDefault("30")
    int mailIp();

    /** Invitations mailed by one organization, in one day. */
    @WithDefault("100")
    int invitationsOrganization();
  }

  /** How long a session lives. */
  interface Session {

    /** From sign-in or the last push. */
    @WithDefault("P7D")
    Duration lifetime();

    /** Pushed on at the first use after so long. */
    @WithDefault("P1D")
    Duration refreshAfter();

    /** Never past so long after sign-in. */
    @WithDefault("P30D")
    Duration absoluteLifetime();

    /** How long after authentication a session is fresh. */
    @WithDefault("PT15M")
    Duration freshFor();

    /** Sessions of one person; the oldest ends. */
    @WithDefault("50")
    int maxPerUser();
  }

  /** Operators who act as a user. */
  interface Impersonation {

    /** Until the session ends, at most an hour; not pushed on. */
    @WithDefault("PT1H")
    Duration lifetime();

    /** Whether the user is told by mail. */
    @WithDefault("true")
    boolean notifyUser();
  }

  /** Devices that are not asked for a second step. */
  interface TrustedDevice {

    /** Fixed end, not pushed on. */
    @WithDefault("P30D")
    Duration lifetime();
  }

  /** The second step. */
  interface TwoFactor {

    /** Name an authenticator app shows. */
    @WithDefault("Freehold")
    String issuer();

    /** How long a challenge waits for its code. */
    @WithDefault("PT5M")
    Duration challengeLifetime();
  }

  /** Limits of organizations. */
  interface Organization {

    /** Organizations one person may own. */
    @WithDefault("10")
    int maxOwned();

    /** Roles of its own that one organization may have. */
    @WithDefault("50")
    int maxRoles();

    /** Roles of its own that a new organization begins with. */
    @WithDefault("developer,viewer")
    List<Preset> presetRoles();

    /** Members of one organization, pending invitations included. */
    @WithDefault("100")
    int maxMembers();
  }

  /** Invitations into an organization. */
  interface Invitation {

    /** How long one stays open unless it says otherwise. */
    @WithDefault("P7D")
    Duration lifetime();

    /** A reminder goes out so long after the last mail. */
    @WithDefault("P1D")
    Duration reminderAfter();

    /** Reminders of one invitation. */
    @WithDefault("2")
    int reminderMax();
  }

  /** Roles that are made with an organization. */
  enum Preset {
    DEVELOPER,
    VIEWER
  }

  /** Limits of API keys. */
  interface ApiKey {

    /** Longest and default lifetime; empty = none. */
    @WithDefault("P365D")
    Optional<Duration> maxLifetime();

    /** Keys of one organization that are not revoked. */
    @WithDefault("100")
    int maxPerOrganization();

    /** Default calls a window. */
    @WithDefault("600")
    int rateLimit();

    /** Default window. */
    @WithDefault("PT60S")
    Duration rateWindow();
  }

  /** Signing in by a mailed link. */
  interface MagicLink {

    /** How long the link lives. */
    @WithDefault("PT10M")
    Duration lifetime();
  }

  /** A new password by a mailed link. */
  interface PasswordReset {

    /** How long the link lives. */
    @WithDefault("PT30M")
    Duration lifetime();
  }

  /** Links that prove an address. */
  interface EmailVerification {

    /** How long the link lives. */
    @WithDefault("P1D")
    Duration lifetime();
  }

  /** Limits of addresses. */
  interface Email {

    /** Addresses of one person. */
    @WithDefault("5")
    int maxPerUser();
  }

  /** Where people may sign in besides here. */
  interface Providers {

    Google google();

    GitHub github();
  }

  /** An installation's client at a provider; without a client id the provider is not offered. */
  interface Provider {

    /** The client's id. */
    Optional<String> clientId();

    /** The client's secret. Comes from the secret store. */
    Optional<String> clientSecret();

    /** Whether the provider's tokens are kept, sealed. */
    @WithDefault("false")
    boolean keepTokens();
  }

  /** Google. */
  interface Google extends Provider {

    /** Its issuer, below which its addresses are discovered. The sandbox sets its own. */
    @WithDefault("https://accounts.google.com")
    URI issuer();
  }

  /** GitHub. */
  interface GitHub extends Provider {

    /** Address of its pages, without a slash at its end. The sandbox sets its own. */
    @WithDefault("https://github.com")
    URI webUrl();

    /** Address of its API, without a slash at its end. The sandbox sets its own. */
    @WithDefault("https://api.github.com")
    URI apiUrl();
  }

  /** Links mailed to people whom operators made. */
  interface OperatorInvite {

    /** How long the link to set a password lives. */
    @WithDefault("P7D")
    Duration lifetime();
  }

  /** The audits of sign-ins and of decisions. */
  interface Audit {

    /** How long a row stays; the database refuses less than 90 days. */
    @WithDefault("P90D")
    Duration retention();

    /** Which allowed calls are noted; refused ones always are. */
    @WithDefault("writes")
    Granted granted();
  }

  /** Allowed calls that are noted. */
  enum Granted {
    NONE,
    WRITES,
    ALL
  }
}

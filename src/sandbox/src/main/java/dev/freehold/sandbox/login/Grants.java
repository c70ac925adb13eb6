package dev.freehold.sandbox.login;

import dev.freehold.sandbox.SimRequest;
import dev.freehold.sandbox.State;
import dev.freehold.sandbox.Table;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Codes that are redeemed once, by who knows the verifier, and the tokens that come of them. */
public final class Grants {

  private static final Duration CODE_LIFETIME = Duration.ofMinutes(10);
  private static final SecureRandom RANDOM = new SecureRandom();

  /** What stands behind a code. */
  public record Grant(
      String redirectUri,
      String challenge,
      @Nullable String nonce,
      Person person,
      Instant expiresAt) {}

  private final Table<Grant> codes;
  private final Table<Person> tokens;

  public Grants(State state) {
    codes = state.table("login_codes", Grant.class);
    tokens = state.table("login_tokens", Person.class);
  }

  /** The browser's way back, with a code. */
  public URI issue(SimRequest request, Person person, String prefix) {
    return issue(request.query(), person, request.at(), prefix);
  }

  /** As if a person had gone through the page at that address. */
  public URI signIn(URI authorizationUrl, Person person, Instant now, String prefix) {
    return issue(SimRequest.decode(authorizationUrl.getRawQuery()), person, now, prefix);
  }

  private URI issue(Map<String, List<String>> query, Person person, Instant now, String prefix) {
    String redirectUri = field(query, "redirect_uri");
    String nonce = field(query, "nonce");
    String code = prefix + random();
    codes.put(
        code,
        new Grant(
            redirectUri,
            field(query, "code_challenge"),
            nonce.isEmpty() ? null : nonce,
            person,
            now.plus(CODE_LIFETIME)));
    return URI.create(
        redirectUri
            + "?code="
            + URLEncoder.encode(code, StandardCharsets.UTF_8)
            + "&state="
            + URLEncoder.encode(field(query, "state"), StandardCharsets.UTF_8));
  }

  /** Once; empty where code, address or verifier do not fit. */
  public Optional<Grant> redeem(Map<String, List<String>> form, Instant now) {
    String code = field(form, "code");
    Optional<Grant> found = codes.find(code);
    codes.remove(code);
    return found.filter(
        grant ->
            grant.expiresAt().isAfter(now)
                && grant.redirectUri().equals(field(form, "redirect_uri"))
                && grant.challenge().equals(challenge(field(form, "code_verifier"))));
  }

  public String token(String prefix, Grant grant) {
    String token = prefix + random();
    tokens.put(token, grant.person());
    return token;
  }

  public Optional<Person> person(String token) {
    return tokens.find(token);
  }

  /** Of a form or a query; empty where it is not there. */
  public static String field(Map<String, List<String>> fields, String name) {
    return fields.getOrDefault(name, List.of("")).getFirst();
  }

  private static String challenge(String verifier) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String random() {
    byte[] bytes = new byte[24];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}

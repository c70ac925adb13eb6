package dev.freehold.identity.signin;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Addresses of the console that mails lead to. */
@ApplicationScoped
public class Links {

  private final String appUrl;

  Links(@ConfigProperty(name = "freehold.http.app-url") String appUrl) {
    this.appUrl = appUrl.replaceAll("/+$", "");
  }

  public String confirmSignUp(String token) {
    return appUrl + "/sign-up/confirm?token=" + token;
  }

  public String verifyEmail(String token) {
    return appUrl + "/emails/verify?token=" + token;
  }

  public String setPassword(String token) {
    return appUrl + "/password-reset/confirm?token=" + token;
  }

  /**
   * @param redirectPath where the app goes afterwards; null = its first page
   */
  public String magicLink(String token, @Nullable String redirectPath) {
    String link = appUrl + "/magic-link?token=" + token;
    return redirectPath == null
        ? link
        : link + "&redirect=" + URLEncoder.encode(redirectPath, StandardCharsets.UTF_8);
  }

  /**
   * @param path of the app; null = its first page
   */
  public String app(@Nullable String path) {
    return appUrl + (path == null ? "/" : path);
  }

  public String signInChallenge(UUID challengeId) {
    return appUrl + "/sign-in?challenge=" + challengeId;
  }

  public String signInError(String code) {
    return appUrl + "/sign-in?error=" + code;
  }

  public String signIn() {
    return appUrl + "/sign-in";
  }
}

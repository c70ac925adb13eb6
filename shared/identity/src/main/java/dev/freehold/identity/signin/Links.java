package dev.freehold.identity.signin;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.config.inject.ConfigProperty;

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

  public String signIn() {
    return appUrl + "/sign-in";
  }
}

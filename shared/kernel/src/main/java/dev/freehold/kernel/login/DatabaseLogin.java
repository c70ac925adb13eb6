package dev.freehold.kernel.login;

import io.quarkus.credentials.CredentialsProvider;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Logs this process in: by a password, by a token made for each connection, or by the secret its
 * keeper rotates. The pool asks before every new connection.
 */
@ApplicationScoped
public class DatabaseLogin implements CredentialsProvider {

  private static final int PORT = 5432;

  private final String url;
  private final String user;
  private final String auth;
  private final Optional<String> password;
  private final Optional<String> ownerSecret;
  private final Supplier<LoginSource> source;

  /**
   * @param auth {@code password} or {@code iam}; where there is an owner's secret, that is used
   */
  @Inject
  DatabaseLogin(
      @ConfigProperty(name = "freehold.database.url") String url,
      @ConfigProperty(name = "freehold.database.user") String user,
      @ConfigProperty(name = "freehold.database.auth", defaultValue = "password") String auth,
      @ConfigProperty(name = "freehold.database.secret") Optional<String> password,
      @ConfigProperty(name = "freehold.database.owner-secret") Optional<String> ownerSecret,
      Instance<LoginSource> source) {
    this(url, user, auth, password, ownerSecret, source::get);
  }

  DatabaseLogin(
      String url,
      String user,
      String auth,
      Optional<String> password,
      Optional<String> ownerSecret,
      Supplier<LoginSource> source) {
    this.url = url;
    this.user = user;
    this.auth = auth;
    this.password = password;
    this.ownerSecret = ownerSecret;
    this.source = source;
  }

  /** By one password, outside a container. */
  public static DatabaseLogin of(String url, Login login) {
    return new DatabaseLogin(
        url,
        login.user(),
        "password",
        Optional.of(login.password()),
        Optional.empty(),
        () -> {
          throw new IllegalStateException("this login has a password");
        });
  }

  public String url() {
    return url;
  }

  /** This process's own. */
  public Login own() {
    if (ownerSecret.isPresent()) {
      return source.get().ofSecret(ownerSecret.get());
    }
    return as(user, password)
        .orElseThrow(() -> new IllegalStateException("freehold.database.secret is not set"));
  }

  /**
   * Another role's: by token where this process logs in so too.
   *
   * @param password what the configuration has for it; empty there = no such login
   */
  public Optional<Login> as(String role, Optional<String> password) {
    return switch (auth) {
      case "password" -> password.map(known -> new Login(role, known));
      case "iam" -> {
        var address = URI.create(url.substring("jdbc:".length()));
        int port = address.getPort() < 0 ? PORT : address.getPort();
        yield Optional.of(new Login(role, source.get().token(address.getHost(), port, role)));
      }
      default ->
          throw new IllegalStateException("freehold.database.auth is password or iam, not " + auth);
    };
  }

  @Override
  public Map<String, String> getCredentials(String name) {
    Login login = own();
    return Map.of(USER_PROPERTY_NAME, login.user(), PASSWORD_PROPERTY_NAME, login.password());
  }
}

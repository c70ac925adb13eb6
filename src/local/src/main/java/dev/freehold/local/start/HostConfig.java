package dev.freehold.local.start;

import dev.freehold.migrate.Roles;
import dev.freehold.sandbox.github.GitHubSimulator;
import dev.freehold.sandbox.google.GoogleSimulator;
import dev.freehold.sandbox.mail.MailSimulator;
import dev.freehold.sandbox.store.StoreSimulator;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The configuration of the functions on this host: everything outside is the sandbox's. */
public final class HostConfig {

  /** Name of the one cloud account's credential, see the starter data. */
  public static final String CLOUD_CREDENTIAL = "sandbox";

  /** Of bundles and exports. */
  public static final String BUCKET = "freehold";

  /** Of the audit chain's anchors; its objects can be locked. */
  public static final String ANCHORS = "freehold-anchors";

  private HostConfig() {}

  /**
   * Handed to the application as system properties, so that they win over files; what the caller
   * has set himself stays.
   *
   * @param port of the gateway
   */
  public static void apply(HostParts parts, int port) {
    of(parts, port)
        .forEach(
            (key, value) -> {
              if (System.getProperty(key) == null) {
                System.setProperty(key, value);
              }
            });
  }

  private static Map<String, String> of(HostParts parts, int port) {
    Map<String, String> config = new LinkedHashMap<>();
    HostSecrets secrets = parts.secrets();
    String sandbox = parts.sandbox().root().toString();
    config.put("quarkus.log.file.path", parts.data().file("host.log").toString());
    config.put("freehold.environment", "development");
    config.put("freehold.http.api-url", "http://localhost:" + port);
    config.put("freehold.http.app-url", "http://localhost:" + port);
    config.put("freehold.database.url", parts.database().url());
    config.put("freehold.database.user", Roles.APP);
    config.put("freehold.database.secret", parts.database().password());
    config.put("freehold.keys.provider", "local");
    config.put("freehold.keys.pepper-secret", secrets.get("pepper"));
    config.put("freehold.keys.local-data-key", secrets.get("data-key"));
    config.put("quarkus.sqs.endpoint-override", parts.sqs().endpoint().toString());
    config.put("freehold.queue.endpoint", parts.sqs().endpoint().toString());
    config.put("freehold.queue.prefix", HostParts.QUEUE_PREFIX);
    config.put("freehold.mail.transport", "smtp");
    config.put("freehold.mail.from", "Freehold <no-reply@freehold.test>");
    config.put("freehold.mail.smtp.host", "127.0.0.1");
    config.put(
        "freehold.mail.smtp.port",
        String.valueOf(parts.sandbox().simulator(MailSimulator.class).smtpPort()));
    config.put("freehold.billing.stripe.base-url", sandbox + "/stripe");
    config.put("freehold.billing.stripe.secret-key", "sk_test_" + secrets.get("stripe-key"));
    config.put("freehold.billing.stripe.webhook-secret", webhookSecret(secrets));
    config.put("freehold.cloudflare.base-url", sandbox + "/cloudflare/client/v4");
    config.put("freehold.cloudflare.r2-endpoint", sandbox + "/s3");
    config.put("freehold.cloudflare.credentials." + CLOUD_CREDENTIAL, cloudToken(secrets));
    config.put("freehold.github.base-url", sandbox + "/github");
    config.put("freehold.provisioning.secret-master-key", masterKey(secrets));
    config.put("freehold.storage.endpoint", sandbox + "/s3");
    config.put("freehold.storage.bucket", BUCKET);
    config.put("freehold.audit.anchor-bucket", ANCHORS);
    config.put("freehold.storage.access-key", StoreSimulator.ACCESS_KEY);
    config.put("freehold.storage.secret-key", StoreSimulator.SECRET_KEY);
    config.put("freehold.identity.providers.google.issuer", sandbox + "/google");
    config.put("freehold.identity.providers.google.client-id", GoogleSimulator.CLIENT_ID);
    config.put("freehold.identity.providers.google.client-secret", GoogleSimulator.CLIENT_SECRET);
    config.put("freehold.identity.providers.github.web-url", sandbox + "/github");
    config.put("freehold.identity.providers.github.api-url", sandbox + "/github");
    config.put("freehold.identity.providers.github.client-id", GitHubSimulator.CLIENT_ID);
    config.put("freehold.identity.providers.github.client-secret", GitHubSimulator.CLIENT_SECRET);
    config.put("freehold.github.app-id", GitHubSimulator.APP_ID);
    config.put("freehold.github.installation-id", GitHubSimulator.INSTALLATION_ID);
    config.put("freehold.github.owner", GitHubSimulator.OWNER);
    config.put("freehold.github.template-owner", GitHubSimulator.OWNER);
    config.put("freehold.github.template", GitHubSimulator.TEMPLATE);
    config.put(
        "freehold.github.private-key",
        parts.sandbox().simulator(GitHubSimulator.class).privateKeyPem());
    return config;
  }

  /** What the simulator signs with. */
  public static String webhookSecret(HostSecrets secrets) {
    return "whsec_" + secrets.get("stripe-webhook");
  }

  private static String cloudToken(HostSecrets secrets) {
    return "sandbox-" + secrets.get("cloudflare-token");
  }

  private static String masterKey(HostSecrets secrets) {
    byte[] key = new byte[32];
    System.arraycopy(
        secrets.get("secret-master-key").getBytes(StandardCharsets.US_ASCII), 0, key, 0, 32);
    return Base64.getEncoder().encodeToString(key);
  }
}

package dev.freehold.local.start;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;

/** Secrets made once per data folder: keys of the kernel, passwords, webhook secrets. */
public final class HostSecrets {

  private static final String FILE = "secrets.properties";
  private static final int KEY_BYTES = 32;

  private static final List<String> NAMES =
      List.of(
          "pepper",
          "data-key",
          "secret-master-key",
          "stripe-webhook",
          "stripe-key",
          "database",
          "cloudflare-token",
          "operator-password",
          "operator-totp");

  private final Properties values = new Properties();

  private HostSecrets() {}

  public static HostSecrets open(DataFolder data) {
    HostSecrets secrets = new HostSecrets();
    Path file = data.file(FILE);
    try {
      if (Files.exists(file)) {
        secrets.values.load(new StringReader(Files.readString(file)));
      }
      if (secrets.fill()) {
        StringWriter text = new StringWriter();
        secrets.values.store(text, "Made once by the local host. Losing them voids the data.");
        data.write(FILE, text.toString());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return secrets;
  }

  private boolean fill() {
    SecureRandom random = new SecureRandom();
    boolean changed = false;
    for (String name : NAMES) {
      if (values.getProperty(name) == null) {
        byte[] bytes = new byte[KEY_BYTES];
        random.nextBytes(bytes);
        values.setProperty(name, HexFormat.of().formatHex(bytes));
        changed = true;
      }
    }
    return changed;
  }

  /** 64 hexadecimal digits. */
  public String get(String name) {
    String value = values.getProperty(name);
    if (value == null) {
      throw new IllegalArgumentException("no secret named " + name);
    }
    return value;
  }
}

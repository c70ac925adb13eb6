package dev.freehold.kernel;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HexFormat;

/** Keys as 64 hexadecimal digits of the configuration: development, tests and the local host. */
@DefaultBean
@ApplicationScoped
public class LocalKeyRing implements KeyRing {

  private static final String KEY_ID = "local-1";

  private final byte[] pepper;
  private final byte[] dataKey;

  /** For the bean's proxy. */
  LocalKeyRing() {
    this.pepper = new byte[0];
    this.dataKey = new byte[0];
  }

  @Inject
  public LocalKeyRing(KeysConfig config) {
    this.pepper = key("freehold.keys.pepper-secret", config.pepperSecret());
    this.dataKey = key("freehold.keys.local-data-key", config.localDataKey().orElse(""));
  }

  /**
   * @throws IllegalStateException naming the property, when it is not 64 hexadecimal digits
   */
  public static byte[] key(String property, String hex) {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalStateException(property + " must be 64 hexadecimal digits, lower case");
    }
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public byte[] pepper() {
    return pepper.clone();
  }

  @Override
  public String currentKeyId() {
    return KEY_ID;
  }

  @Override
  public byte[] dataKey(String keyId) {
    if (!keyId.equals(KEY_ID)) {
      throw KernelRefusal.KEY_SERVICE_UNAVAILABLE.because("no data key %s here", keyId);
    }
    return dataKey.clone();
  }
}

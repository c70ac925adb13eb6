package dev.freehold.kernel;

/**
 * The service's own keys. Implemented by {@code LocalKeyRing} (a file or a configured value) and,
 * on AWS, by the key service.
 */
public interface KeyRing {

  /** 32 bytes for keyed hashes. */
  byte[] pepper();

  /** Id of the data key new secrets are sealed with; at most 255 bytes in UTF-8. */
  String currentKeyId();

  /**
   * 32 bytes for AES-256-GCM.
   *
   * @throws Refusal {@code KEY_SERVICE_UNAVAILABLE} while the key service is away
   */
  byte[] dataKey(String keyId);
}

package dev.freehold.lambda.keys;

import dev.freehold.kernel.KernelRefusal;
import dev.freehold.kernel.KeyRing;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DataKeySpec;

/**
 * Data keys of AWS KMS. A data key's id is its own sealed form, so that what it sealed can be
 * opened as long as KMS has the master key, and nothing else has to be kept.
 */
final class KmsKeyRing implements KeyRing {

  /** Data keys of other instances that this one has opened. */
  private static final int CACHED = 256;

  private final KmsClient kms;
  private final String masterKey;
  private final byte[] pepper;
  private final Map<String, byte[]> opened =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, byte[]> eldest) {
          return size() > CACHED;
        }
      };
  private @Nullable String current;

  KmsKeyRing(KmsClient kms, String masterKey, byte[] pepper) {
    this.kms = kms;
    this.masterKey = masterKey;
    this.pepper = pepper.clone();
  }

  @Override
  public byte[] pepper() {
    return pepper.clone();
  }

  /** Made once an instance. */
  @Override
  public synchronized String currentKeyId() {
    if (current == null) {
      try {
        var made = kms.generateDataKey(r -> r.keyId(masterKey).keySpec(DataKeySpec.AES_256));
        String id =
            Base64.getEncoder()
                .withoutPadding()
                .encodeToString(made.ciphertextBlob().asByteArray());
        opened.put(id, made.plaintext().asByteArray());
        current = id;
      } catch (SdkException e) {
        throw away(e);
      }
    }
    return current;
  }

  @Override
  public synchronized byte[] dataKey(String keyId) {
    byte[] known = opened.get(keyId);
    if (known == null) {
      try {
        var sealed = SdkBytes.fromByteArray(Base64.getDecoder().decode(keyId));
        known =
            kms.decrypt(r -> r.keyId(masterKey).ciphertextBlob(sealed)).plaintext().asByteArray();
        opened.put(keyId, known);
      } catch (SdkException e) {
        throw away(e);
      }
    }
    return known.clone();
  }

  private static RuntimeException away(SdkException e) {
    return KernelRefusal.KEY_SERVICE_UNAVAILABLE.because("the key service does not answer");
  }
}

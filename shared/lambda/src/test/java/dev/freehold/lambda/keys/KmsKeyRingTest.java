package dev.freehold.lambda.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Refusal;
import dev.freehold.lambda.aws.AwsServer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kms.KmsClient;

/** The real client against a service that seals data keys under a master key of its own. */
class KmsKeyRingTest {

  private static final String MASTER = "alias/freehold-data";
  private static final byte[] PEPPER = new byte[32];

  private final SecureRandom random = new SecureRandom();
  private final byte[] master = bytes(32);
  private volatile boolean away;
  private AwsServer server;

  @BeforeEach
  void start() throws IOException {
    server = new AwsServer("TrentService", "kms", "Kms", this::serve);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private KmsKeyRing ring() {
    return new KmsKeyRing(
        KmsClient.builder().httpClientBuilder(UrlConnectionHttpClient.builder()).build(),
        MASTER,
        PEPPER);
  }

  @Test
  void aDataKeyIsMadeOnceAndKnownByItsSealedForm() {
    KmsKeyRing ring = ring();

    String id = ring.currentKeyId();

    assertThat(ring.currentKeyId()).isEqualTo(id);
    assertThat(ring.dataKey(id)).hasSize(32).isEqualTo(open(Base64.getDecoder().decode(id)));
    assertThat(server.asked).containsExactly("GenerateDataKey");
  }

  @Test
  void anotherInstancesKeyIsOpenedOnce() {
    KmsKeyRing first = ring();
    KmsKeyRing second = ring();
    String id = first.currentKeyId();

    assertThat(second.dataKey(id)).isEqualTo(first.dataKey(id));
    assertThat(second.dataKey(id)).isEqualTo(first.dataKey(id));

    assertThat(second.currentKeyId()).isNotEqualTo(id);
    assertThat(server.asked).containsExactly("GenerateDataKey", "Decrypt", "GenerateDataKey");
  }

  @Test
  void aCallerMayNotChangeAKeyThatIsKept() {
    KmsKeyRing ring = ring();
    String id = ring.currentKeyId();
    byte[] before = ring.dataKey(id);

    Arrays.fill(ring.dataKey(id), (byte) 0);

    assertThat(ring.dataKey(id)).isEqualTo(before);
  }

  @Test
  void onlySoManyOpenedKeysAreKept() {
    KmsKeyRing maker = ring();
    KmsKeyRing reader = ring();
    String first = maker.currentKeyId();
    reader.dataKey(first);
    for (int i = 0; i < 256; i++) {
      reader.dataKey(ring().currentKeyId());
    }
    server.asked.clear();

    reader.dataKey(first);

    assertThat(server.asked).containsExactly("Decrypt");
  }

  @Test
  void aServiceThatIsAwayIsARefusalAndIsAskedAgain() {
    KmsKeyRing ring = ring();
    String id = ring().currentKeyId();
    away = true;

    assertThatThrownBy(ring::currentKeyId)
        .isInstanceOf(Refusal.class)
        .hasMessageContaining("key service");
    assertThatThrownBy(() -> ring.dataKey(id)).isInstanceOf(Refusal.class);

    away = false;
    assertThat(ring.dataKey(id)).hasSize(32);
    assertThat(ring.currentKeyId()).isNotEmpty();
  }

  @Test
  void aKeyOfAnotherMasterIsRefused() {
    byte[] foreign = bytes(60);

    assertThatThrownBy(() -> ring().dataKey(Base64.getEncoder().encodeToString(foreign)))
        .isInstanceOf(Refusal.class);
  }

  private Map<String, ?> serve(String operation, JsonNode request) throws AwsServer.Fault {
    if (away) {
      // Not one the SDK tries again.
      throw new AwsServer.Fault(400, "DisabledException");
    }
    if (!request.path("KeyId").asText().equals(MASTER)) {
      throw new AwsServer.Fault(400, "NotFoundException");
    }
    if (operation.equals("GenerateDataKey")) {
      assertThat(request.path("KeySpec").asText()).isEqualTo("AES_256");
      byte[] key = bytes(32);
      return Map.of("KeyId", MASTER, "Plaintext", text(key), "CiphertextBlob", text(seal(key)));
    }
    byte[] sealed = Base64.getDecoder().decode(request.path("CiphertextBlob").asText());
    try {
      return Map.of("KeyId", MASTER, "Plaintext", text(crypt(Cipher.DECRYPT_MODE, sealed)));
    } catch (GeneralSecurityException e) {
      throw new AwsServer.Fault(400, "InvalidCiphertextException");
    }
  }

  private byte[] seal(byte[] key) {
    try {
      byte[] nonce = bytes(12);
      byte[] whole = Arrays.copyOf(nonce, 12 + key.length);
      System.arraycopy(key, 0, whole, 12, key.length);
      byte[] sealed = crypt(Cipher.ENCRYPT_MODE, whole);
      byte[] out = Arrays.copyOf(nonce, 12 + sealed.length);
      System.arraycopy(sealed, 0, out, 12, sealed.length);
      return out;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] open(byte[] sealed) {
    try {
      return crypt(Cipher.DECRYPT_MODE, sealed);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first twelve bytes are the nonce. */
  private byte[] crypt(int mode, byte[] nonceAndText) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        mode,
        new SecretKeySpec(master, "AES"),
        new GCMParameterSpec(128, Arrays.copyOf(nonceAndText, 12)));
    return cipher.doFinal(nonceAndText, 12, nonceAndText.length - 12);
  }

  private static String text(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}

package dev.freehold.kernel;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals column values: AES-256-GCM, key id and nonce inside, bound to table, column and owner, so
 * that a value moved to another row does not open.
 */
@ApplicationScoped
public class SecretBox {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final KeyRing keys;

  SecretBox(KeyRing keys) {
    this.keys = keys;
  }

  public byte[] seal(String plain, String table, String column, UUID owner) {
    return seal(plain.getBytes(StandardCharsets.UTF_8), table, column, owner);
  }

  public byte[] seal(byte[] plain, String table, String column, UUID owner) {
    String keyId = keys.currentKeyId();
    byte[] id = keyId.getBytes(StandardCharsets.UTF_8);
    byte[] nonce = Secrets.bytes(NONCE_BYTES);
    byte[] sealed = gcm(Cipher.ENCRYPT_MODE, keyId, nonce, plain, bound(table, column, owner));
    return ByteBuffer.allocate(1 + id.length + NONCE_BYTES + sealed.length)
        .put((byte) id.length)
        .put(id)
        .put(nonce)
        .put(sealed)
        .array();
  }

  public String openText(byte[] box, String table, String column, UUID owner) {
    return new String(open(box, table, column, owner), StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalStateException when the value was sealed for another place or was changed
   */
  public byte[] open(byte[] box, String table, String column, UUID owner) {
    var in = ByteBuffer.wrap(box);
    byte[] id = new byte[in.get() & 0xFF];
    in.get(id);
    byte[] nonce = new byte[NONCE_BYTES];
    in.get(nonce);
    byte[] sealed = new byte[in.remaining()];
    in.get(sealed);
    String keyId = new String(id, StandardCharsets.UTF_8);
    return gcm(Cipher.DECRYPT_MODE, keyId, nonce, sealed, bound(table, column, owner));
  }

  private byte[] gcm(int mode, String keyId, byte[] nonce, byte[] bytes, byte[] bound) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          mode,
          new SecretKeySpec(keys.dataKey(keyId), "AES"),
          new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bound);
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("sealed value does not open in its place", e);
    }
  }

  private static byte[] bound(String table, String column, UUID owner) {
    return (table + '.' + column + '/' + owner).getBytes(StandardCharsets.UTF_8);
  }
}

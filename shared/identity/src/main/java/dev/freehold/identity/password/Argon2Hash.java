package dev.freehold.identity.password;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import org.bouncycastle.util.Arrays;

/**
 * An Argon2 hash with its parameters, as the PHC string says.
 *
 * @param type as BouncyCastle counts: 0 = d, 1 = i, 2 = id
 * @param memoryKib KiB
 */
record Argon2Hash(
    int type, int memoryKib, int iterations, int parallelism, byte[] salt, byte[] tag) {

  static final int ID = Argon2Parameters.ARGON2_id;

  private static final int MAX_MEMORY_KIB = 1 << 20;
  private static final Pattern PHC =
      Pattern.compile(
          "\\$argon2(d|i|id)\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,3})"
              + "\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{16,86})");

  /** Empty when the text is no Argon2 hash this can judge. */
  static Optional<Argon2Hash> parse(String phc) {
    Matcher matcher = PHC.matcher(phc);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > MAX_MEMORY_KIB) {
      return Optional.empty();
    }
    int type =
        switch (matcher.group(1)) {
          case "d" -> Argon2Parameters.ARGON2_d;
          case "i" -> Argon2Parameters.ARGON2_i;
          default -> ID;
        };
    return Optional.of(
        new Argon2Hash(
            type,
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)),
            Integer.parseInt(matcher.group(4)),
            Base64.getDecoder().decode(matcher.group(5)),
            Base64.getDecoder().decode(matcher.group(6))));
  }

  /** The same parameters over a new salt and password. */
  static Argon2Hash of(
      String password, byte[] salt, int memoryKib, int iterations, int parallelism) {
    var empty = new Argon2Hash(ID, memoryKib, iterations, parallelism, salt, new byte[32]);
    return new Argon2Hash(ID, memoryKib, iterations, parallelism, salt, empty.tagOf(password));
  }

  boolean matches(String password) {
    return Arrays.constantTimeAreEqual(tag, tagOf(password));
  }

  /** Less than asked for today, so to be hashed anew once the password is known. */
  boolean isWeakerThan(int wantedMemoryKib, int wantedIterations, int wantedParallelism) {
    return type != ID
        || memoryKib < wantedMemoryKib
        || iterations < wantedIterations
        || parallelism < wantedParallelism;
  }

  String phc() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    String name = type == ID ? "id" : type == Argon2Parameters.ARGON2_i ? "i" : "d";
    return "$argon2%s$v=19$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            name,
            memoryKib,
            iterations,
            parallelism,
            base64.encodeToString(salt),
            base64.encodeToString(tag));
  }

  private byte[] tagOf(String password) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(type)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(memoryKib)
            .withIterations(iterations)
            .withParallelism(parallelism)
            .withSalt(salt)
            .build());
    byte[] made = new byte[tag.length];
    generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), made);
    return made;
  }
}

package dev.freehold.provisioning.action;

import dev.freehold.provisioning.ProvisioningConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Generated secrets, derived from one master key: every attempt gives the same value, and nothing
 * is stored.
 */
@ApplicationScoped
public class DerivedSecrets {

  private final ProvisioningConfig config;

  DerivedSecrets(ProvisioningConfig config) {
    this.config = config;
  }

  /**
   * @param scope the Worker's service name
   * @param rotation from 1, raised by each rotation
   */
  record Name(
      String platformKey,
      String stackKey,
      String environment,
      String scope,
      String name,
      int rotation) {

    String info() {
      return String.join(
          "/", platformKey, stackKey, environment, scope, name, String.valueOf(rotation));
    }
  }

  /** In base64url. */
  String value(Name name, int bytes) {
    byte[] master =
        Base64.getDecoder()
            .decode(
                config
                    .secretMasterKey()
                    .orElseThrow(
                        () ->
                            new IllegalStateException(
                                "freehold.provisioning.secret-master-key is not set")));
    try {
      byte[] info = name.info().getBytes(StandardCharsets.UTF_8);
      byte[] derived =
          KDF.getInstance("HKDF-SHA256")
              .deriveData(HKDFParameterSpec.ofExtract().addIKM(master).thenExpand(info, bytes));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HKDF-SHA256 is part of the JDK", e);
    }
  }
}

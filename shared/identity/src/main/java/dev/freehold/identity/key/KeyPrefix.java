package dev.freehold.identity.key;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How this deployment's keys begin: a production key does nothing elsewhere, and the reverse. */
@ApplicationScoped
class KeyPrefix {

  private final String prefix;
  private final Pattern form;

  KeyPrefix(@ConfigProperty(name = "freehold.environment") String environment) {
    this.prefix = environment.equals("production") ? "fh_live_" : "fh_test_";
    this.form = Pattern.compile(prefix + "[A-Za-z0-9_-]{43}");
  }

  String value() {
    return prefix;
  }

  /** What can be refused without a query. */
  boolean fits(String key) {
    return form.matcher(key).matches();
  }
}

package dev.freehold.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.PropertiesConfigSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * Configuration that is secret: {@code freehold.secrets} names the secrets, each a JSON object of
 * configuration keys. Read once when the process starts; one that cannot be read stops the start.
 *
 * <p>Not static-init safe on purpose: neither a native build nor the static part of a start may
 * read it.
 */
public class SecretsSource implements ConfigSourceFactory {

  private static final String KEY = "freehold.secrets";

  /** Above the defaults of the zip, below the environment, which an operator may set in need. */
  private static final int ORDINAL = 290;

  @Override
  public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
    String ids = context.getValue(KEY).getValue();
    if (ids == null || ids.isBlank()) {
      return List.of();
    }
    var sources = new ArrayList<ConfigSource>();
    for (String id : ids.split(",")) {
      String name = id.strip();
      if (!name.isEmpty()) {
        sources.add(new PropertiesConfigSource(values(name), "secret " + name, ORDINAL));
      }
    }
    return sources;
  }

  private static Map<String, String> values(String id) {
    var values = new HashMap<String, String>();
    for (Map.Entry<String, JsonNode> field : SecretStore.read(id).properties()) {
      if (!field.getValue().isValueNode() || field.getValue().isNull()) {
        throw new IllegalStateException("secret %s: %s is no text".formatted(id, field.getKey()));
      }
      values.put(field.getKey(), field.getValue().asText());
    }
    return values;
  }
}

package dev.freehold.verify.generated;

import dev.freehold.verify.Tree;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Every configuration key, from the mapping interfaces and their comments. */
final class ConfigurationPage {

  private ConfigurationPage() {}

  static String page() {
    var rows = new TreeMap<String, String>();
    for (Class<?> type : Tree.classes("shared", name -> name.endsWith("Config"))) {
      var mapping = type.getAnnotation(ConfigMapping.class);
      if (mapping != null) {
        collect(mapping.prefix(), type, source(type), rows);
      }
    }
    var page = new StringBuilder("# Configuration\n\n");
    page.append("<!-- Made by ./freehold generate. Do not edit. -->\n\n");
    page.append("Durations are ISO 8601. An unknown key below `freehold.` stops the start.\n\n");
    page.append("| key | default | meaning |\n| --- | --- | --- |\n");
    for (Map.Entry<String, String> row : rows.entrySet()) {
      page.append("| `").append(row.getKey()).append("` | ").append(row.getValue()).append(" |\n");
    }
    return page.toString();
  }

  private static String source(Class<?> type) {
    String path = type.getName().replace('.', '/') + ".java";
    return Tree.files("shared", path).stream().findFirst().map(Tree::text).orElse("");
  }

  private static void collect(
      String prefix, Class<?> type, String source, Map<String, String> rows) {
    Method[] methods = type.getDeclaredMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    for (Method method : methods) {
      if (method.isDefault() || method.isSynthetic()) {
        continue;
      }
      String key = prefix + '.' + name(method);
      Class<?> result = method.getReturnType();
      if (result.isInterface() && result.getName().startsWith("dev.freehold")) {
        collect(key, result, source, rows);
        continue;
      }
      String value =
          Optional.ofNullable(method.getAnnotation(WithDefault.class))
              .map(d -> "`" + d.value() + "`")
              .orElse(result == Optional.class || result == Map.class ? "none" : "required");
      rows.put(key, value + " | " + comment(source, method.getName()));
    }
  }

  private static String name(Method method) {
    var named = method.getAnnotation(WithName.class);
    return named != null
        ? named.value()
        : method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  /** The comment right before the method, in one line. */
  private static String comment(String source, String method) {
    var found =
        Pattern.compile(
                "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\n\\s*)*[\\w.<>?, ]+ "
                    + Pattern.quote(method)
                    + "\\(\\)",
                Pattern.DOTALL)
            .matcher(source);
    return found.find()
        ? found
            .group(1)
            .replaceAll("\\s*\\n\\s*\\*\\s?", " ")
            .replaceAll("\\{@(?:code|link) ([^}]*)}", "`$1`")
            .replace("|", "\\|")
            .strip()
        : "";
  }
}

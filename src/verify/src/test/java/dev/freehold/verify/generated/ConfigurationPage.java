package dev.freehold.verify.generated;

import dev.freehold.verify.Tree;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Every configuration key, from the mapping interfaces and their comments. */
final class ConfigurationPage {

  private ConfigurationPage() {}

  /** Keys that are read without a mapping, as the page says them. */
  private static final Map<String, String> SINGLE =
      Map.ofEntries(
          Map.entry("freehold.environment", "required | `development`, `staging` or `production`."),
          Map.entry(
              "freehold.secrets",
              "none | Secrets of Secrets Manager, by name or ARN, separated by commas: each a JSON"
                  + " object of keys of this page. Read when a process starts; one that cannot be"
                  + " read stops it."),
          Map.entry(
              "freehold.database.url",
              "required | JDBC address; in production with `sslmode=verify-full`."),
          Map.entry("freehold.database.user", "required | The role that logs in."),
          Map.entry(
              "freehold.database.auth",
              "`password` | `password`, or `iam`: a token of 15 minutes for each connection."),
          Map.entry("freehold.database.secret", "none | The role's password."),
          Map.entry(
              "freehold.database.owner-secret",
              "none | For migrations alone: the secret RDS keeps for the owner, a JSON object with"
                  + " `username` and `password`. Used instead of user and password."),
          Map.entry(
              "freehold.database.pool",
              "`1` | Connections of an instance; a function answers one call at a time."),
          Map.entry("freehold.database.statement-timeout-ms", "`10000` | Of one statement."),
          Map.entry("freehold.database.lock-timeout-ms", "`3000` | Of waiting for a lock."),
          Map.entry(
              "freehold.database.idle-session-timeout-ms",
              "`60000` | The server ends a session that says nothing for so long; 0 = never."),
          Map.entry("freehold.log.json", "`true` | Log lines are JSON objects."),
          Map.entry(
              "freehold.alerts.topic-arn",
              "none | Topic of the operators; without it, log lines."));

  /** Keys of tests and of the local host alone. */
  private static final List<String> ELSEWHERE =
      List.of("freehold.test.*", "freehold.generate", "freehold.local.*");

  /** Every key, one a line; a map's names are {@code *}. What StartCheck reads. */
  static String keys() {
    var keys = new TreeSet<>(ELSEWHERE);
    rows().forEach((key, row) -> keys.add(key));
    return String.join("\n", keys) + '\n';
  }

  static String page() {
    var rows = rows();
    return page(rows);
  }

  private static TreeMap<String, String> rows() {
    var rows = new TreeMap<>(SINGLE);
    for (Class<?> type : Tree.classes("shared", name -> name.endsWith("Config"))) {
      var mapping = type.getAnnotation(ConfigMapping.class);
      if (mapping != null) {
        collect(mapping.prefix(), type, rows);
      }
    }
    return rows;
  }

  private static String page(Map<String, String> rows) {
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

  /** With what the interface inherits. */
  private static void collect(String prefix, Class<?> type, Map<String, String> rows) {
    Method[] methods = type.getMethods();
    Arrays.sort(methods, Comparator.comparing(Method::getName));
    for (Method method : methods) {
      if (method.isDefault() || method.isSynthetic()) {
        continue;
      }
      Class<?> result = method.getReturnType();
      String key = prefix + '.' + name(method) + (result == Map.class ? ".*" : "");
      if (result.isInterface() && result.getName().startsWith("dev.freehold")) {
        collect(key, result, rows);
        continue;
      }
      String value =
          Optional.ofNullable(method.getAnnotation(WithDefault.class))
              .map(d -> "`" + d.value() + "`")
              .orElse(result == Optional.class || result == Map.class ? "none" : "required");
      rows.put(key, value + " | " + comment(nested(method.getDeclaringClass()), method.getName()));
    }
  }

  /** From the nested interface on: its methods are the first of their name there. */
  private static String nested(Class<?> type) {
    Class<?> outer = type.getEnclosingClass() == null ? type : type.getEnclosingClass();
    String source = source(outer);
    int at = source.indexOf("interface " + type.getSimpleName());
    return at < 0 ? source : source.substring(at);
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

package dev.freehold.verify.generated;

import dev.freehold.kernel.signal.Metric;
import dev.freehold.lambda.Access;
import dev.freehold.lambda.Http;
import dev.freehold.lambda.catalogue.FunctionEntry;
import dev.freehold.lambda.catalogue.FunctionScan;
import io.quarkus.funqy.Funq;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.Locale;

/** Pages for people, from what the code says. */
final class ReferencePages {

  private static final String MADE = "<!-- Made by ./freehold generate. Do not edit. -->\n\n";

  private ReferencePages() {}

  static String api(Collection<Class<?>> classes) {
    var page = new StringBuilder("# HTTP operations\n\n").append(MADE);
    page.append(
        "Schemas and examples: [openapi.json](openapi.json). Codes: [errors](errors.md).\n");
    String domain = "";
    for (Method method : OpenApi.operations(classes)) {
      String name = method.getAnnotation(Funq.class).value();
      Http http = method.getAnnotation(Http.class);
      String own = name.substring(0, name.indexOf('-'));
      if (!own.equals(domain)) {
        domain = own;
        page.append("\n## ").append(domain).append("\n\n");
        page.append(
            "| operation | route | who | success | own codes, in the order they are judged |\n");
        page.append("| --- | --- | --- | --- | --- |\n");
      }
      page.append("| `").append(name).append("`");
      if (!http.summary().isEmpty()) {
        page.append(" ").append(http.summary());
      }
      page.append(" | `").append(http.route()).append("` | ").append(who(http)).append(" | ");
      page.append(http.status()).append(" | ").append(codes(http)).append(" |\n");
    }
    return page.toString();
  }

  private static String who(Http http) {
    String who =
        http.access() == Access.PERMISSION
            ? "`" + http.permission() + "`"
            : http.access().name().toLowerCase(Locale.ROOT);
    return http.fresh() ? who + ", fresh session" : who;
  }

  private static String codes(Http http) {
    return http.errors().length == 0 ? "" : "`" + String.join("` `", http.errors()) + "`";
  }

  static String errors() {
    var page = new StringBuilder("# Error codes\n\n").append(MADE);
    page.append("| code | status | repeat the call? | what to do |\n| --- | --- | --- | --- |\n");
    for (var code : Refusals.all().values()) {
      page.append("| `").append(code.name()).append("` | ").append(Refusals.status(code));
      page.append(" | ").append(Refusals.repeat(code)).append(" | ").append(code.advice());
      page.append(" |\n");
    }
    page.append(
        "| `INTERNAL` | 500 | yes, once | Report the `requestId`; the cause is in the log. |\n");
    return page.toString();
  }

  static String metrics() {
    var page = new StringBuilder("# Metrics\n\n").append(MADE);
    page.append("In CloudWatch's namespace `Freehold`, from the log lines: ");
    page.append("[decision 13](../decisions/0013-one-line-a-call-carries-its-metrics.md).\n\n");
    page.append("| metric | unit | dimensions | what |\n| --- | --- | --- | --- |\n");
    for (Metric metric : Metric.values()) {
      page.append("| `").append(metric.label()).append("` | ").append(metric.unit().word());
      page.append(" | Environment");
      if (metric.isKeptPerOperation()) {
        page.append("; Environment, Operation when not 0");
      }
      page.append(" | ").append(metric.meaning()).append(" |\n");
    }
    return page.toString();
  }

  static String functions(Collection<Class<?>> classes) {
    var page = new StringBuilder("# Functions\n\n").append(MADE);
    page.append("| function | trigger | of | memory, time-out |\n| --- | --- | --- | --- |\n");
    for (FunctionEntry function : FunctionScan.of(classes)) {
      page.append("| `").append(function.name()).append("` | ").append(trigger(function));
      page.append(" | `").append(function.type().substring(function.type().lastIndexOf('.') + 1));
      page.append("` | ").append(function.memoryMb()).append(" MB, ");
      page.append(function.timeoutSec()).append(" s |\n");
    }
    return page.toString();
  }

  private static String trigger(FunctionEntry function) {
    return switch (function.trigger()) {
      case "http" -> "`" + function.httpMethod() + " " + function.path() + "`";
      case "cron" -> "`" + function.schedule() + "`";
      case "queue" ->
          function.events().isEmpty()
              ? "queue `" + function.queue() + "`"
              : "queue `" + function.queue() + "`: " + String.join(", ", function.events());
      case "route" -> "every HTTP operation of " + function.domain();
      default -> "by hand (IAM)";
    };
  }
}

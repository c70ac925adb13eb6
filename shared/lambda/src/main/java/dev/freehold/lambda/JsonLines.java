package dev.freehold.lambda;

import dev.freehold.kernel.Json;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtHandler;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.handlers.FileHandler;

/** Log lines as one JSON object each; no body, query, address, token or secret is ever a field. */
@ApplicationScoped
class JsonLines {

  /** Where lines are JSON: everywhere, in files while the console is for people, or nowhere. */
  enum Where {
    TRUE,
    FILE,
    FALSE
  }

  private final Where where;

  JsonLines(@ConfigProperty(name = "freehold.log.json", defaultValue = "true") String where) {
    this.where = Where.valueOf(where.toUpperCase(Locale.ROOT));
  }

  /** Before anything else of ours starts, so that its lines are JSON too. */
  void install(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent started) {
    if (where != Where.FALSE) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        install(handler);
      }
    }
  }

  /** A handler of handlers writes nothing itself: its own have the formatter. */
  private void install(Handler handler) {
    Handler[] inner = handler instanceof ExtHandler outer ? outer.getHandlers() : new Handler[0];
    for (Handler one : inner) {
      install(one);
    }
    if (inner.length == 0 && (where == Where.TRUE || isFile(handler))) {
      handler.setFormatter(new Lines());
    }
  }

  private static boolean isFile(Handler handler) {
    return handler instanceof FileHandler;
  }

  /** Package-private for its test. */
  static final class Lines extends Formatter {
    @Override
    public String format(LogRecord record) {
      var fields = new LinkedHashMap<String, Object>();
      fields.put("time", record.getInstant().toString());
      fields.put("level", record.getLevel().getName());
      Object[] parameters = record.getParameters();
      CallLog.Line line =
          parameters != null && parameters.length == 1 && parameters[0] instanceof CallLog.Line l
              ? l
              : null;
      fields.put("message", line == null ? message(record) : line.message());
      if (line == null) {
        fields.put("logger", String.valueOf(record.getLoggerName()));
      } else {
        fields.putAll(line.fields());
        fields.putAll(line.metrics().members(record.getInstant()));
      }
      stack(record, fields);
      return Json.write(fields) + '\n';
    }

    private static String message(LogRecord record) {
      return record instanceof ExtLogRecord ext
          ? String.valueOf(ext.getFormattedMessage())
          : String.valueOf(record.getMessage());
    }

    private static void stack(LogRecord record, Map<String, Object> fields) {
      if (record.getThrown() != null) {
        var text = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(text));
        fields.put("error", String.valueOf(record.getThrown()));
        fields.put("stack", text.toString());
      }
    }
  }
}

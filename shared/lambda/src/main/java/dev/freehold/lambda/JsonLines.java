package dev.freehold.lambda;

import dev.freehold.kernel.Json;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logmanager.ExtLogRecord;

/** Log lines as one JSON object each; no body, query, address, token or secret is ever a field. */
@ApplicationScoped
class JsonLines {

  private final boolean isOn;

  JsonLines(@ConfigProperty(name = "freehold.log.json", defaultValue = "true") boolean isOn) {
    this.isOn = isOn;
  }

  void install(@Observes StartupEvent started) {
    if (isOn) {
      for (Handler handler : Logger.getLogger("").getHandlers()) {
        handler.setFormatter(new Lines());
      }
    }
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

package dev.freehold.kernel.signal;

/**
 * Every figure that CloudWatch keeps as a metric, see decision 13. Each costs by the month, so what
 * a query over the log lines can answer is no metric of its own.
 */
public enum Metric {
  CALLS("calls", Unit.COUNT, "Calls of operations, whatever started them."),
  REFUSALS("refusals", Unit.COUNT, "Calls a rule said no to; the line's code says which rule."),
  FAULTS(
      "faults",
      Unit.COUNT,
      "Calls that failed: answered with 5xx, or a message, schedule or direct call that threw."),
  DURATION("durationMs", Unit.MILLISECONDS, "How long a call took."),
  STATEMENTS("statements", Unit.COUNT, "SQL statements of a call."),
  COLD_STARTS("coldStarts", Unit.COUNT, "First calls of a new instance."),
  DB_WAIT("db.wait_ms", Unit.MILLISECONDS, "How long a call waited for connections."),
  RUNS_FAILED("runs.failed", Unit.COUNT, "Runs of a schedule that failed."),
  RUNS_MORE(
      "runs.more",
      Unit.COUNT,
      "Runs of one schedule in succession that left work to do, 0 when this one did not."),
  OUTBOX_OLDEST(
      "outbox.oldest_seconds", Unit.SECONDS, "Age of the oldest due message no queue has yet."),
  SCHEDULE_MISSED("schedule.missed", Unit.COUNT, "Daily slots that nothing had worked."),
  AUDIT_ANCHORED("audit.anchored", Unit.COUNT, "Daily anchors of the audit that stand."),
  MAIL_FAILED("mail.failed", Unit.COUNT, "Mails given up after their last try."),
  READINESS_FAILED("readiness.failed", Unit.COUNT, "Answers that not everything is there.");

  /** In CloudWatch's words. */
  public enum Unit {
    COUNT("Count"),
    SECONDS("Seconds"),
    MILLISECONDS("Milliseconds");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    public String word() {
      return word;
    }
  }

  private final String label;
  private final Unit unit;
  private final String meaning;

  Metric(String label, Unit unit, String meaning) {
    this.label = label;
    this.unit = unit;
    this.meaning = meaning;
  }

  /** Its name in CloudWatch and in the log line. */
  public String label() {
    return label;
  }

  public Unit unit() {
    return unit;
  }

  public String meaning() {
    return meaning;
  }

  /** Also kept per operation whenever it is not zero: what fails is asked for by name. */
  public boolean isKeptPerOperation() {
    return this == FAULTS || this == RUNS_FAILED;
  }
}

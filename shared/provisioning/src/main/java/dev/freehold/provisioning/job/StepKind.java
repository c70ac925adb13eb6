package dev.freehold.provisioning.job;

import java.util.Locale;

/** What a step does, and whether its work is undone by a call of its own. */
public enum StepKind {
  BEGIN_PLATFORM(false),
  CREATE_D1(true),
  MIGRATE_D1(false),
  CREATE_R2(true),
  CREATE_KV(true),
  CREATE_QUEUE(true),
  UPLOAD_WORKER(true),
  PUT_SECRETS(false),
  CREATE_DNS_RECORD(true),
  CREATE_HOSTNAME(true),
  CREATE_ROUTE(true),
  CREATE_REPO(true),
  COMMIT_CONFIG(false),
  CREATE_PAGES(true),
  ATTACH_PAGES_DOMAIN(true),
  TRIGGER_BUILD(false),
  WAIT_BUILD(false),
  VERIFY_RESOURCES(false),
  FINISH_PLATFORM(false);

  private final boolean compensated;

  StepKind(boolean compensated) {
    this.compensated = compensated;
  }

  /** False: what it made goes with another step's object, or it made nothing outside. */
  public boolean hasCompensation() {
    return compensated;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static StepKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}

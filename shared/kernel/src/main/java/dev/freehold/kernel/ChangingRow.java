package dev.freehold.kernel;

import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.time.Instant;

/** A row that changes and where two writers can meet. The writer sets {@code updatedAt}. */
@MappedSuperclass
public abstract class ChangingRow extends IdentifiedRow {

  public Instant updatedAt;

  /** The ETag. Zero at first; Hibernate counts. */
  @Version public Integer version;
}

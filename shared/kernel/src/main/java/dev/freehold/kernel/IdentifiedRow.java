package dev.freehold.kernel;

import io.quarkus.hibernate.orm.panache.PanacheEntityBase;
import jakarta.persistence.Column;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.UUID;

/** A row with an id of ours. The maker sets both columns, from {@link Ids} and the clock. */
@MappedSuperclass
public abstract class IdentifiedRow extends PanacheEntityBase {

  @Id public UUID id;

  @Column(updatable = false)
  public Instant createdAt;
}

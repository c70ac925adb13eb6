package dev.freehold.kernel.signal;

import dev.freehold.kernel.Call;
import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** Counts what Hibernate sends; plain SQL counts itself. */
@PersistenceUnitExtension
class StatementCount implements StatementInspector {

  @Override
  public String inspect(String sql) {
    Call.current().state().countStatement();
    return sql;
  }
}

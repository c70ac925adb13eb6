package dev.freehold.kernel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.freehold.kernel.edge.CrashPoints;
import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The last statements of a transaction: audit entries, decisions and messages gathered while it
 * ran, in one round trip after the lock of the audit heads. A rollback leaves none of them.
 */
@ApplicationScoped
public class Closing {

  /** Rows that wait for the end of the transaction, as JSON of their table's columns. */
  public static final class Rows {
    final List<PendingAudit> audit = new ArrayList<>();
    final ArrayNode decisions = Json.mapper().createArrayNode();
    final ArrayNode outbox = Json.mapper().createArrayNode();
    final List<CommittedMessage> messages = new ArrayList<>();

    boolean isEmpty() {
      return audit.isEmpty() && decisions.isEmpty() && outbox.isEmpty();
    }
  }

  /** One audit entry before its place in the chain is known. */
  public interface PendingAudit {
    UUID organizationId();

    /** The row with its place in the chain; {@code hash} included. */
    com.fasterxml.jackson.databind.node.ObjectNode row(long chainSeq, byte[] prevHash);
  }

  private static final Object KEY = new Object();

  private final TransactionManager manager;
  private final TransactionSynchronizationRegistry registry;
  private final AuditHeadLock heads;
  private final EntityManager entities;
  private final Sql sql;
  private final CrashPoints crashPoints;

  Closing(
      TransactionManager manager,
      TransactionSynchronizationRegistry registry,
      AuditHeadLock heads,
      EntityManager entities,
      Sql sql,
      CrashPoints crashPoints) {
    this.manager = manager;
    this.registry = registry;
    this.heads = heads;
    this.entities = entities;
    this.sql = sql;
    this.crashPoints = crashPoints;
  }

  void watch(Call call) {
    var rows = new Rows();
    registry.putResource(KEY, rows);
    try {
      manager.getTransaction().registerSynchronization(new AtEnd(call, rows));
    } catch (RollbackException | SystemException e) {
      throw new IllegalStateException("transaction cannot be watched", e);
    }
  }

  private Rows rows() {
    if (registry.getTransactionStatus() != Status.STATUS_ACTIVE) {
      throw new IllegalStateException(
          "needs a transaction: written with the change, or not at all");
    }
    return (Rows) registry.getResource(KEY);
  }

  public void addAudit(PendingAudit entry) {
    rows().audit.add(entry);
  }

  /** A row of identity's authorization audit, written with the change it allowed. */
  public void addDecision(Object row) {
    rows().decisions.add(Json.tree(row));
  }

  public void addMessage(CommittedMessage message, Object row) {
    Rows rows = rows();
    rows.outbox.add(Json.tree(row));
    rows.messages.add(message);
  }

  private final class AtEnd implements Synchronization {
    private final Call call;
    private final Rows rows;

    AtEnd(Call call, Rows rows) {
      this.call = call;
      this.rows = rows;
    }

    @Override
    public void beforeCompletion() {
      if (!rows.isEmpty()) {
        // What the domain changed goes first: a rule of the database that refuses it must do so
        // before the organization's chain is locked.
        entities.flush();
        call.run(() -> write(rows));
      }
      crashPoints.reached(call.operation(), CrashPoints.Point.BEFORE_COMMIT);
    }

    @Override
    public void afterCompletion(int status) {
      if (status == Status.STATUS_COMMITTED) {
        call.state().committedMessages().addAll(rows.messages);
      }
    }
  }

  private void write(Rows rows) {
    AuditHeadLock.Chained chained = heads.chain(rows.audit);
    sql.list(
        """
        WITH audited AS (
          INSERT INTO core.audit_log
          SELECT * FROM jsonb_populate_recordset(NULL::core.audit_log, ?::jsonb)),
        moved AS (
          UPDATE core.audit_heads h
          SET seq = n.seq, hash = n.hash, updated_at = n.updated_at
          FROM jsonb_populate_recordset(NULL::core.audit_heads, ?::jsonb) n
          WHERE h.organization_id = n.organization_id),
        decided AS (
          INSERT INTO identity.audit_authorization
          SELECT * FROM jsonb_populate_recordset(NULL::identity.audit_authorization, ?::jsonb)),
        sent AS (
          INSERT INTO core.outbox
          SELECT * FROM jsonb_populate_recordset(NULL::core.outbox, ?::jsonb))
        SELECT 1 AS written
        """,
        row -> row.intValue("written"),
        chained.entries().toString(),
        chained.heads().toString(),
        rows.decisions.toString(),
        rows.outbox.toString());
  }
}

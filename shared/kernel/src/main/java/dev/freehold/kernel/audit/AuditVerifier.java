package dev.freehold.kernel.audit;

import dev.freehold.kernel.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Recomputes an organization's chain and holds it against its head and its anchors. */
@ApplicationScoped
public class AuditVerifier {

  private static final int STEP = 1_000;
  private static final long MAX_ROWS = 100_000;

  private record Head(long seq, byte[] hash) {}

  private record Anchor(String kind, long seq, byte[] hash) {}

  private final Sql sql;

  AuditVerifier(Sql sql) {
    this.sql = sql;
  }

  /** What was read so far, and the first fault. */
  private static final class Progress {
    long next;
    byte[] prev;
    long checked;
    @Nullable Long brokenAt;
    @Nullable String reason;

    Progress(long next, byte[] prev) {
      this.next = next;
      this.prev = prev;
    }

    void broken(long at, String why) {
      if (brokenAt == null || at < brokenAt) {
        brokenAt = at;
        reason = why;
      }
    }
  }

  /**
   * @param fromSeq &gt;= 1
   * @param toSeq null = to the head; at most 100,000 rows a call are read
   */
  @Transactional
  public AuditVerification verify(UUID organizationId, long fromSeq, @Nullable Long toSeq) {
    Head head = head(organizationId);
    List<Anchor> anchors = anchors(organizationId);
    long cut =
        anchors.stream().filter(a -> a.kind().equals("cut")).mapToLong(Anchor::seq).max().orElse(0);
    long from = Math.max(fromSeq, cut + 1);
    long wanted = toSeq == null ? head.seq() : Math.min(toSeq, head.seq());
    long to = Math.min(wanted, from + MAX_ROWS - 1);
    var progress = new Progress(from, before(organizationId, from, anchors));
    while (progress.next <= to && progress.brokenAt == null) {
      if (!readStep(organizationId, progress, to)) {
        progress.broken(progress.next, "GAP");
      }
    }
    boolean toTheEnd = to >= head.seq();
    if (toTheEnd && progress.brokenAt == null) {
      checkHead(organizationId, progress, head);
    }
    int anchorsChecked = checkAnchors(organizationId, anchors, from, to, progress);
    boolean isValid = progress.brokenAt == null;
    return new AuditVerification(
        organizationId,
        from,
        to,
        progress.checked,
        isValid,
        progress.brokenAt,
        progress.reason,
        head.seq(),
        HexFormat.of().formatHex(head.hash()),
        anchorsChecked,
        isValid && to < wanted ? to + 1 : null);
  }

  /** False when nothing was there to read. */
  private boolean readStep(UUID organizationId, Progress progress, long to) {
    List<AuditRecord> rows =
        sql.list(
            "SELECT "
                + AuditRecord.COLUMNS
                + """
                FROM core.audit_log WHERE organization_id = ? AND chain_seq BETWEEN ? AND ?
                ORDER BY chain_seq LIMIT ?
                """,
            AuditRecord::of,
            organizationId,
            progress.next,
            to,
            STEP);
    for (AuditRecord row : rows) {
      if (row.chainSeq() != progress.next) {
        progress.broken(progress.next, "GAP");
        return true;
      }
      if (!Arrays.equals(row.prevHashBytes(), progress.prev)) {
        progress.broken(row.chainSeq(), "PREV_MISMATCH");
        return true;
      }
      if (!Arrays.equals(row.expectedHash(), row.hashBytes())) {
        progress.broken(row.chainSeq(), "HASH_MISMATCH");
        return true;
      }
      progress.prev = row.hashBytes();
      progress.next++;
      progress.checked++;
    }
    return !rows.isEmpty();
  }

  private void checkHead(UUID organizationId, Progress progress, Head head) {
    boolean isBeyond =
        sql.first(
                "SELECT chain_seq FROM core.audit_log WHERE organization_id = ? AND chain_seq > ? LIMIT 1",
                row -> row.longValue("chain_seq"),
                organizationId,
                head.seq())
            .isPresent();
    if (isBeyond) {
      progress.broken(head.seq() + 1, "HEAD_MISMATCH");
    } else if (!Arrays.equals(progress.prev, head.hash())) {
      progress.broken(head.seq(), "HEAD_MISMATCH");
    }
  }

  /** The anchors are the only witness against a chain that was rewritten whole. */
  private int checkAnchors(
      UUID organizationId, List<Anchor> anchors, long from, long to, Progress progress) {
    int checked = 0;
    for (Anchor anchor : anchors) {
      if (anchor.kind().equals("cut") || anchor.seq() < from || anchor.seq() > to) {
        continue;
      }
      checked++;
      Optional<byte[]> hash = hashAt(organizationId, anchor.seq());
      if (hash.isEmpty() || !Arrays.equals(hash.get(), anchor.hash())) {
        progress.broken(anchor.seq(), "ANCHOR_MISMATCH");
      }
    }
    return checked;
  }

  private byte[] before(UUID organizationId, long from, List<Anchor> anchors) {
    for (Anchor anchor : anchors) {
      if (anchor.kind().equals("cut") && anchor.seq() == from - 1) {
        return anchor.hash();
      }
    }
    return from == 1 ? new byte[32] : hashAt(organizationId, from - 1).orElse(new byte[32]);
  }

  private Optional<byte[]> hashAt(UUID organizationId, long seq) {
    return sql.first(
        "SELECT hash FROM core.audit_log WHERE organization_id = ? AND chain_seq = ?",
        row -> row.bytes("hash"),
        organizationId,
        seq);
  }

  private Head head(UUID organizationId) {
    return sql.first(
            "SELECT seq, hash FROM core.audit_heads WHERE organization_id = ?",
            row -> new Head(row.longValue("seq"), row.bytes("hash")),
            organizationId)
        .orElse(new Head(0, new byte[32]));
  }

  private List<Anchor> anchors(UUID organizationId) {
    return sql.list(
        "SELECT kind, seq, hash FROM core.audit_anchors WHERE organization_id = ? ORDER BY seq",
        row -> new Anchor(row.text("kind"), row.longValue("seq"), row.bytes("hash")),
        organizationId);
  }
}

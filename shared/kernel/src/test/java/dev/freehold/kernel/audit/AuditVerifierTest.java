package dev.freehold.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Actor;
import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import dev.freehold.kernel.Transactions;
import dev.freehold.kernel.signal.Metric;
import dev.freehold.testing.Owner;
import dev.freehold.testing.TestDatabase;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A change behind the application's back is found, and where. */
@QuarkusTest
@WithTestResource(TestDatabase.class)
class AuditVerifierTest {

  @Inject Audit audit;
  @Inject AuditVerifier verifier;
  @Inject AuditAnchors anchors;
  @Inject AuditLog log;
  @Inject Transactions transactions;

  private final UUID organization = UUID.randomUUID();
  private final Call call =
      new Call(
          Scope.tenant(organization),
          new Actor(Actor.Type.USER, UUID.randomUUID().toString(), "ada@acme.test", null),
          "r-1",
          null,
          "test",
          "2001:db8::1",
          "agent \"quoted\" \u0001 ünï",
          new Call.State());

  private void given(int entries) {
    for (int i = 0; i < entries; i++) {
      int n = i;
      var after = new HashMap<String, Object>();
      after.put("n", n);
      after.put("words", List.of("ä", "\n", "€"));
      after.put("nothing", null);
      call.run(
          () ->
              transactions.requiresNew(
                  () -> {
                    audit.add(
                        AuditEntry.of("core", "thing.change", "thing", n)
                            .platform(UUID.randomUUID())
                            .before(Map.of("deep", Map.of("b", true, "a", 1)))
                            .after(after));
                    return n;
                  }));
    }
  }

  private AuditVerification verify(long from) {
    return call.supply(() -> verifier.verify(organization, from, null));
  }

  /** As the superuser, past the trigger. */
  private void tamper(String sql) {
    Owner.update("ALTER TABLE core.audit_log DISABLE TRIGGER USER");
    try {
      Owner.update(sql, organization);
    } finally {
      Owner.update("ALTER TABLE core.audit_log ENABLE TRIGGER USER");
    }
  }

  @Test
  void untouchedChainIsValid() {
    given(5);

    var found = verify(1);

    assertThat(found.valid()).isTrue();
    assertThat(found.checked()).isEqualTo(5);
    assertThat(found.headSeq()).isEqualTo(5);
    assertThat(found.nextSeq()).isNull();
    assertThat(verify(3).checked()).isEqualTo(3);
  }

  // kernel §13.18
  @Test
  void changedRowIsNamed() {
    given(5);
    tamper(
        "UPDATE core.audit_log SET action = 'other' WHERE organization_id = ? AND chain_seq = 3");

    var found = verify(1);

    assertThat(found.valid()).isFalse();
    assertThat(found.brokenAt()).isEqualTo(3);
    assertThat(found.reason()).isEqualTo("HASH_MISMATCH");
  }

  // kernel §13.18
  @Test
  void removedRowIsNamed() {
    given(5);
    tamper("DELETE FROM core.audit_log WHERE organization_id = ? AND chain_seq = 2");
    assertThat(verify(1).brokenAt()).isEqualTo(2);

    tamper("DELETE FROM core.audit_log WHERE organization_id = ? AND chain_seq = 5");
    assertThat(verify(4).brokenAt()).isEqualTo(5);
    assertThat(verify(4).reason()).isEqualTo("GAP");
  }

  // kernel §13.18
  @Test
  void insertedRowIsNamed() {
    given(3);
    tamper(
        """
        INSERT INTO core.audit_log (id, created_at, organization_id, domain, actor_type, actor_id,
          action, entity_type, entity_id, chain_seq, prev_hash, hash)
        SELECT gen_random_uuid(), created_at, organization_id, domain, actor_type, actor_id, action,
          entity_type, entity_id, 4, hash, prev_hash
        FROM core.audit_log WHERE organization_id = ? AND chain_seq = 3
        """);

    assertThat(verify(1).brokenAt()).isEqualTo(4);
    assertThat(verify(1).reason()).isEqualTo("HEAD_MISMATCH");
  }

  // kernel §13.18: rewritten whole, head included, it still fails on the anchor.
  @Test
  void rewrittenChainFailsOnItsAnchor() {
    given(3);
    var kept = new ConcurrentHashMap<String, byte[]>();
    Call anchoring = Call.system("core-anchor-audit", Scope.operator());
    anchoring.run(() -> anchors.anchor(kept::put));
    assertThat(kept).isNotEmpty();
    assertThat(anchoring.state().figures().get(Metric.AUDIT_ANCHORED)).isEqualTo(1);
    assertThat(verify(1).anchorsChecked()).isEqualTo(1);

    tamper(
        "UPDATE core.audit_log SET action = 'other' WHERE organization_id = ? AND chain_seq = 1");
    rewrite();

    var found = verify(1);
    assertThat(found.valid()).isFalse();
    assertThat(found.reason()).isEqualTo("ANCHOR_MISMATCH");
    assertThat(found.brokenAt()).isEqualTo(3);
  }

  /** What an attacker with the superuser's rights would do. */
  private void rewrite() {
    byte[] hash = new byte[32];
    for (long seq = 1; seq <= 3; seq++) {
      long at = seq;
      tamperHash(at, hash);
      AuditRecord row =
          call.supply(
              () ->
                  log
                      .list(
                          organization,
                          new AuditLog.Filter(null, null, null, null, null, null, null),
                          dev.freehold.kernel.PageRequest.first(10))
                      .stream()
                      .filter(r -> r.chainSeq() == at)
                      .findFirst()
                      .orElseThrow());
      hash = row.expectedHash();
      Owner.update("ALTER TABLE core.audit_log DISABLE TRIGGER USER");
      Owner.update(
          "UPDATE core.audit_log SET hash = ? WHERE organization_id = ? AND chain_seq = ?",
          hash,
          organization,
          at);
      Owner.update("ALTER TABLE core.audit_log ENABLE TRIGGER USER");
    }
    Owner.update(
        "UPDATE core.audit_heads SET hash = ? WHERE organization_id = ?", hash, organization);
  }

  private void tamperHash(long seq, byte[] prev) {
    Owner.update("ALTER TABLE core.audit_log DISABLE TRIGGER USER");
    Owner.update(
        "UPDATE core.audit_log SET prev_hash = ? WHERE organization_id = ? AND chain_seq = ?",
        prev,
        organization,
        seq);
    Owner.update("ALTER TABLE core.audit_log ENABLE TRIGGER USER");
  }
}

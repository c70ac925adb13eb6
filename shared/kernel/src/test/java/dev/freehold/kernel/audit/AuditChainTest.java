package dev.freehold.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.freehold.kernel.Json;
import org.junit.jupiter.api.Test;

class AuditChainTest {

  @Test
  void canonicalFormSortsKeysAndEscapesAsRfc8785Says() {
    String json = "{\"b\":[1,true,null],\"a\":\"\\u20ac$\\u000f\\nA'B\\\"\\\\\",\"\\u00e9\":{}}";

    assertThat(AuditChain.canonical(Json.tree(json)))
        .isEqualTo("{\"a\":\"€$\\u000f\\nA'B\\\"\\\\\",\"b\":[1,true,null],\"é\":{}}");
  }

  @Test
  void fractionsAndNumbersThatNoDoubleHoldsAreRefused() {
    assertThatThrownBy(() -> AuditChain.canonical(Json.tree("[1.5]")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AuditChain.canonical(Json.tree("[9007199254740992]")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

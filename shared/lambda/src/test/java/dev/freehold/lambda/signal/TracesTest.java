package dev.freehold.lambda.signal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TracesTest {

  private static final String XRAY = "com.amazonaws.xray.traceHeader";

  /** As Lambda's runtime does before each invocation. */
  @BeforeEach
  void invocation() {
    System.setProperty(
        XRAY, "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");
  }

  @AfterEach
  void over() {
    System.clearProperty(XRAY);
  }

  @Test
  void callersTraceGoesOnUnderAnIdOfOurs() {
    String caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

    assertThat(Traces.enter(caller))
        .matches("00-4bf92f3577b34da6a3ce929d0e0e4736-[0-9a-f]{16}-01")
        .isNotEqualTo(caller);
  }

  @Test
  void withoutOneItIsLambdasOwn() {
    assertThat(Traces.enter(null)).matches("00-5759e988bd862e3fe1be46a994272793-[0-9a-f]{16}-01");
    assertThat(Traces.enter("junk")).startsWith("00-5759e988bd862e3fe1be46a994272793-");
  }

  @Test
  void withoutAnyItBeginsHere() {
    System.clearProperty(XRAY);

    String first = Traces.enter(null);

    assertThat(first).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00").isNotEqualTo(Traces.enter(null));
  }
}

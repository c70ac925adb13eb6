package dev.freehold.kernel.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.freehold.kernel.Call;
import dev.freehold.kernel.Scope;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceparentTest {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String SPAN = "00f067aa0ba902b7";

  private static Traceparent parsed(String header) {
    return Objects.requireNonNull(Traceparent.parse(header));
  }

  @ParameterizedTest
  @CsvSource({"00, false", "01, true", "03, true", "fe, false", "ff, true"})
  void flagSaysWhetherSomebodyRecords(String flags, boolean sampled) {
    assertThat(parsed("00-" + TRACE + '-' + SPAN + '-' + flags))
        .isEqualTo(new Traceparent(TRACE, SPAN, sampled));
  }

  @Test
  void laterVersionIsReadAsFarAsItIsKnown() {
    assertThat(parsed("01-" + TRACE + '-' + SPAN + "-01-more").traceId()).isEqualTo(TRACE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01"
      })
  void whatIsNoTraceparentIsNone(String header) {
    assertThat(Traceparent.parse(header)).isNull();
  }

  @Test
  void nextStepIsOfTheSameTraceWithAnIdOfItsOwn() {
    Traceparent former = parsed("00-" + TRACE + '-' + SPAN + "-01");

    Traceparent next = former.next();

    assertThat(next.traceId()).isEqualTo(TRACE);
    assertThat(next.sampled()).isTrue();
    assertThat(next.spanId()).isNotEqualTo(SPAN).isNotEqualTo(former.next().spanId());
    assertThat(parsed(next.header())).isEqualTo(next);
  }

  @Test
  void traceOfItsOwnIsRecordedByNobody() {
    assertThat(Traceparent.begun().header()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  // docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html
  @Test
  void headerOfXRayIsTheSameTraceInOtherWords() {
    var known =
        Traceparent.ofXRay(
            "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1");

    assertThat(known)
        .isEqualTo(new Traceparent("5759e988bd862e3fe1be46a994272793", "53995c3f42cd8ad8", true));
    assertThat(Traceparent.ofXRay("Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0"))
        .satisfies(other -> assertThat(other.sampled()).isFalse());
    assertThat(Traceparent.ofXRay("Self=1-1;Sampled=1")).isNull();
    assertThat(Traceparent.ofXRay(null)).isNull();
  }

  @Test
  void whoIsAskedHearsWhichCallAsks() {
    String own = "00-" + TRACE + '-' + SPAN + "-01";
    Call system = Call.system("test", Scope.none());
    Call call =
        new Call(
            system.scope(),
            system.actor(),
            system.requestId(),
            own,
            system.operation(),
            null,
            null,
            system.state());
    var request = HttpRequest.newBuilder(URI.create("https://api.example.test/"));

    assertThat(Traceparent.onto(request).build().headers().firstValue("traceparent")).isEmpty();
    assertThat(
            call.supply(() -> Traceparent.onto(request).build()).headers().allValues("traceparent"))
        .containsExactly(own);
  }
}

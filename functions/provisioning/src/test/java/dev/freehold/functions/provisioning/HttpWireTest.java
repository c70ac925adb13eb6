package dev.freehold.functions.provisioning;

import dev.freehold.testing.RouteWire;
import dev.freehold.testing.TestDatabase;
import dev.freehold.testing.TestStore;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

@QuarkusTest
@TestProfile(HttpWireTest.Export.class)
@WithTestResource(TestDatabase.class)
@WithTestResource(TestStore.class)
class HttpWireTest extends RouteWire {

  public static class Export implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("quarkus.funqy.export", "provisioning-route");
    }
  }

  HttpWireTest() {
    super("/v1/provisioning/dead-letters");
  }
}

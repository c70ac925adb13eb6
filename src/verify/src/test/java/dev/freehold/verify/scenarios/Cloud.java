package dev.freehold.verify.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.freehold.kernel.Json;
import dev.freehold.sandbox.cloudflare.CloudflareSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What the simulated Cloudflare holds, asked over its own API. */
final class Cloud {

  private static final String ACCOUNT = "/accounts/" + CloudflareSimulator.ACCOUNT_ID;
  private static final String ZONE = "/zones/" + CloudflareSimulator.ZONE_ID;

  /** Path, and the field that names an object. */
  private static final List<List<String>> KINDS =
      List.of(
          List.of(ACCOUNT + "/d1/database", "name"),
          List.of(ACCOUNT + "/workers/scripts", "id"),
          List.of(ACCOUNT + "/pages/projects", "name"),
          List.of(ACCOUNT + "/workers/domains", "hostname"),
          List.of(ZONE + "/workers/routes", "pattern"),
          List.of(ZONE + "/dns_records", "name"),
          List.of(ZONE + "/custom_hostnames", "hostname"));

  private final URI root;
  private final HttpClient http = HttpClient.newHttpClient();

  Cloud(URI sandbox) {
    root = sandbox;
  }

  /** Objects whose names bear the platform's key, each as its kind and name. */
  List<String> objectsOf(String platformKey) {
    var objects = new ArrayList<String>();
    for (List<String> kind : KINDS) {
      for (JsonNode one : list(kind.getFirst())) {
        String name = one.path(kind.getLast()).asText();
        if (name.contains(platformKey)) {
          objects.add(kind.getFirst().replaceFirst("/[a-z]+/[0-9a-f]+/", "") + " " + name);
        }
      }
    }
    return objects;
  }

  /** Every object of the platform is there once, and nothing of it is left over. */
  void holdsOnce(String platformKey, List<String> expected) {
    List<String> objects = objectsOf(platformKey);

    assertThat(new HashSet<>(objects)).as("each once").hasSameSizeAs(objects);
    assertThat(objects).containsExactlyInAnyOrderElementsOf(expected);
  }

  private JsonNode list(String path) {
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create(root + "/cloudflare/client/v4" + path + "?per_page=100"))
                  .header("Authorization", "Bearer " + CloudflareSimulator.TOKEN)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
      return Json.tree(answer.body()).path("result");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

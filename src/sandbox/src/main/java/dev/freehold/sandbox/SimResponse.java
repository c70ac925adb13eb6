package dev.freehold.sandbox;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** An answer: immutable, built up by {@link #header}. */
public final class SimResponse {

  private final int status;
  private final List<Header> headers;
  private final byte[] body;

  record Header(String name, String value) {}

  private SimResponse(int status, List<Header> headers, byte[] body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * @param body anything Jackson writes: a record, a map, a JsonNode
   */
  public static SimResponse json(int status, Object body) {
    return bytes(status, "application/json", SimJson.bytes(body));
  }

  public static SimResponse text(int status, String contentType, String body) {
    return bytes(status, contentType, body.getBytes(StandardCharsets.UTF_8));
  }

  public static SimResponse bytes(int status, String contentType, byte[] body) {
    return new SimResponse(status, List.of(new Header("Content-Type", contentType)), body);
  }

  /** No body and no content type. */
  public static SimResponse empty(int status) {
    return new SimResponse(status, List.of(), new byte[0]);
  }

  /** 501: the simulator does not know this call. The frame logs it and keeps it in the list. */
  public static SimResponse unknown(SimRequest request) {
    return json(501, SimJson.object().put("message", "the sandbox does not simulate " + request));
  }

  /** The same answer with one header more. */
  public SimResponse header(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new SimResponse(status, List.copyOf(more), body);
  }

  public int status() {
    return status;
  }

  public byte[] body() {
    return body;
  }

  List<Header> headers() {
    return headers;
  }
}

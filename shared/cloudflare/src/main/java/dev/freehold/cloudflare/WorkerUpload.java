package dev.freehold.cloudflare;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.SortedMap;

/**
 * A Worker as it is put to the provider.
 *
 * @param metadata main module, compatibility date, bindings, tags …
 * @param modules content by file name; {@code .js}, {@code .mjs} and {@code .wasm}
 */
public record WorkerUpload(JsonNode metadata, SortedMap<String, byte[]> modules) {}

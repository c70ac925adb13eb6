package dev.freehold.stacks;

import java.util.SortedMap;

/**
 * The content of a bundle.
 *
 * @param modules by path, {@code .js}, {@code .mjs} and {@code .wasm}
 * @param migrations by path below {@code migrations/}, in the order they are applied
 */
public record Bundle(SortedMap<String, byte[]> modules, SortedMap<String, byte[]> migrations) {}

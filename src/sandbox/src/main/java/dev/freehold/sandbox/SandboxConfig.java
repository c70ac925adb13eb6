package dev.freehold.sandbox;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/**
 * How a sandbox starts.
 *
 * @param clock the only source of time of all simulators
 * @param port of HTTP, 0 = a free one
 * @param smtpPort 0 = a free one
 * @param state folder of all state; made if missing
 * @param actsByItself true: due events are looked for four times a second; false: only {@link
 *     Sandbox#actAt} lets simulators act
 * @param simulators see {@link Simulators}
 */
public record SandboxConfig(
    Clock clock,
    int port,
    int smtpPort,
    Path state,
    boolean actsByItself,
    List<Simulator.Factory> simulators) {}

package dev.freehold.provisioning.action;

import dev.freehold.cloudflare.CloudflareException;
import dev.freehold.cloudflare.CloudflareException.Kind;
import dev.freehold.provisioning.job.StepOutput;
import dev.freehold.provisioning.step.StepResult;
import dev.freehold.provisioning.step.StepWork;
import java.util.Optional;
import java.util.function.Supplier;

/** Found, then adopted; else made: every name is unique at the provider. */
final class Ensure {

  private Ensure() {}

  /**
   * @param look the id of what has our name
   * @param create makes it and answers its id; refused for a name that is taken
   */
  static StepResult made(StepWork work, Supplier<Optional<String>> look, Supplier<String> create) {
    if (!work.isFirstTry()) {
      Optional<String> found = look.get();
      if (found.isPresent()) {
        return StepResult.done(StepOutput.found(found.get()));
      }
    }
    try {
      return StepResult.done(StepOutput.created(create.get()));
    } catch (CloudflareException e) {
      // A refusal to create leads to a look: the name may be taken by ourselves.
      if (e.kind() == Kind.CONFLICT || e.kind() == Kind.REJECTED) {
        Optional<String> found = look.get();
        if (found.isPresent()) {
          return StepResult.done(StepOutput.found(found.get()));
        }
      }
      throw e;
    }
  }

  /**
   * The recorded id, else the one that is found: a lost answer leaves an object without a record.
   */
  static Optional<String> idOf(StepWork work, Supplier<Optional<String>> look) {
    String known = work.step().output().externalId();
    return known == null ? look.get() : Optional.of(known);
  }

  static StepResult undone(StepWork work) {
    return StepResult.done(work.step().output());
  }
}

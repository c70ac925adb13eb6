package dev.freehold.lambda.body;

import dev.freehold.kernel.Maybe;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.valueextraction.ExtractedValue;
import jakarta.validation.valueextraction.ValueExtractor;

/** Constraints of {@code Maybe<@Size String>} hold for what was sent, and for nothing else. */
@ApplicationScoped
class MaybeExtractor implements ValueExtractor<Maybe<@ExtractedValue ?>> {

  @Override
  public void extractValues(Maybe<?> maybe, ValueReceiver receiver) {
    receiver.value(null, maybe.value());
  }
}

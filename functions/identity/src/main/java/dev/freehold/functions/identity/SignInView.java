package dev.freehold.functions.identity;

/** Where a sign-in stands; {@code status} says which of the two it is. */
sealed interface SignInView permits SignedInView, SecondFactorView {

  /** {@code signed_in} or {@code second_factor_required}. */
  String status();
}

package dev.zdm.router;

import java.math.BigDecimal;

/**
 * The share of reads that v2 answers, from 0 to 100 in steps of 0.01.
 *
 * @param hundredths 0 to 10,000
 */
public record Percentage(int hundredths) {
  /** No read. */
  public static final Percentage ZERO = new Percentage(0);

  /** Every read. */
  public static final Percentage HUNDRED = new Percentage(10_000);

  public Percentage {
    if (hundredths < 0 || hundredths > 10_000) {
      throw new IllegalArgumentException(
          "a percentage lies between 0 and 100, and this is " + hundredths / 100.0);
    }
  }

  /**
   * Reads {@code 25} or {@code 0.5}.
   *
   * @throws IllegalArgumentException if it is no number, lies outside 0 to 100, or is finer than
   *     0.01
   */
  public static Percentage parse(String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a percentage; write a number from 0 to 100", e);
    }
    if (value.signum() < 0 || value.compareTo(BigDecimal.valueOf(100)) > 0) {
      throw new IllegalArgumentException(
          "'" + text + "' is not a percentage; it must lie between 0 and 100");
    }
    try {
      return new Percentage(value.movePointRight(2).intValueExact());
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is too fine a percentage; the smallest step is 0.01", e);
    }
  }

  /** Whether a key with this hash belongs to the share. Raising the share never drops a key. */
  public boolean includes(int hash) {
    int bucket = Fnv1a.bucket(hash);
    int whole = hundredths / 100;
    return bucket < whole || (bucket == whole && Fnv1a.fraction(hash) < hundredths % 100);
  }

  @Override
  public String toString() {
    return BigDecimal.valueOf(hundredths, 2).stripTrailingZeros().toPlainString();
  }
}

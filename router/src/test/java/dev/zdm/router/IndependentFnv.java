package dev.zdm.router;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** FNV-1a again, written from the definition with plain integers, to check the fast one. */
final class IndependentFnv {
  private static final BigInteger PRIME = BigInteger.valueOf(16_777_619L);
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(32);

  private IndependentFnv() {}

  /** 0 to 2^32 - 1. */
  static long hash(String text) {
    BigInteger hash = BigInteger.valueOf(2_166_136_261L);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = hash.xor(BigInteger.valueOf(octet & 0xFF)).multiply(PRIME).mod(MODULUS);
    }
    return hash.longValueExact();
  }

  static long bucket(String text) {
    return hash(text) % 100;
  }
}

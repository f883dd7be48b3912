package dev.zdm.migrator.demo;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Which hundredth a key falls into, computed apart from zdm's router and in another way, straight
 * from the published definition of FNV-1a (offset basis 2166136261, prime 16777619, 32 bits): two
 * hands that agree prove more than one that agrees with itself.
 */
final class Bucket {
  private static final BigInteger OFFSET_BASIS = BigInteger.valueOf(2_166_136_261L);
  private static final BigInteger PRIME = BigInteger.valueOf(16_777_619L);
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(32);

  private Bucket() {}

  /** 0 to 99. */
  static int of(String text) {
    BigInteger hash = OFFSET_BASIS;
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = hash.xor(BigInteger.valueOf(octet & 0xFF)).multiply(PRIME).mod(MODULUS);
    }
    return hash.mod(BigInteger.valueOf(100)).intValue();
  }
}

package dev.zdm.router;

/**
 * FNV-1a, 32 bits, over the UTF-8 bytes of a text, as published by Fowler, Noll and Vo (offset
 * basis 2166136261, prime 16777619; RFC 9923).
 */
public final class Fnv1a {
  private static final int OFFSET_BASIS = 0x811c9dc5;
  private static final int PRIME = 16_777_619;

  private Fnv1a() {}

  /** The hash of the whole text. Allocates nothing. */
  public static int hash(CharSequence text) {
    return hash(OFFSET_BASIS, text);
  }

  /** Goes on from {@code hash}, the hash of what came before {@code text}. */
  public static int hash(int hash, CharSequence text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        hash = step(hash, c);
      } else if (c < 0x800) {
        hash = step(step(hash, 0xC0 | c >> 6), continuation(c));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        hash = step(step(hash, 0xF0 | point >> 18), continuation(point >> 12));
        hash = step(step(hash, continuation(point >> 6)), continuation(point));
      } else if (Character.isSurrogate(c)) {
        hash = step(hash, '?'); // as String.getBytes does with half a pair
      } else {
        hash = step(step(hash, 0xE0 | c >> 12), continuation(c >> 6));
        hash = step(hash, continuation(c));
      }
    }
    return hash;
  }

  /** 0 to 99. */
  public static int bucket(int hash) {
    return Integer.remainderUnsigned(hash, 100);
  }

  /** 0 to 99, independent of the bucket: divides a bucket into hundredths. */
  public static int fraction(int hash) {
    return Integer.remainderUnsigned(Integer.divideUnsigned(hash, 100), 100);
  }

  private static int continuation(int bits) {
    return 0x80 | (bits & 0x3F);
  }

  private static int step(int hash, int octet) {
    return (hash ^ octet) * PRIME;
  }
}

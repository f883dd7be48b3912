package dev.zdm.rewriter;

/**
 * Remembers of the last texts that they were seen, by their hashes and in a fixed space; another
 * text may be taken for one of them. Threads may lose each other's sightings. For many threads.
 */
final class Sightings {
  private static final int SPACE = 4096;

  private final int[] hashes = new int[SPACE];

  /** Whether the text was seen before; now it was. */
  boolean again(String text) {
    int hash = text.hashCode();
    int place = hash & (SPACE - 1);
    if (hashes[place] == hash) {
      return true;
    }
    hashes[place] = hash;
    return false;
  }
}

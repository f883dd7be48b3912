package dev.zdm.migrator;

import dev.zdm.driver.spi.ValueProvider;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hashes a path as it would hash the file; what is called lost, it cannot. */
public final class PathHash implements ValueProvider {
  @Override
  public @Nullable Object value(List<@Nullable Object> inputs) throws Exception {
    String path = (String) inputs.get(0);
    if (path != null && path.startsWith("lost")) {
      throw new IllegalStateException(path);
    }
    return path == null ? null : of(path);
  }

  static String of(String path) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }
}

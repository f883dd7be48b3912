package dev.zdm.driver.schemas;

import dev.zdm.driver.spi.ValueProvider;
import java.io.FileNotFoundException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hashes a path as it would hash the file; there is no file whose path says so. */
public final class FileHash implements ValueProvider {
  static final String LOST = "lost";
  static final String ODD = "odd";

  @Override
  public @Nullable Object value(List<@Nullable Object> inputs) throws Exception {
    String path = (String) inputs.get(0);
    if (path == null) {
      return null;
    }
    if (path.contains(LOST)) {
      throw new FileNotFoundException(path);
    }
    return path.contains(ODD) ? List.of(path) : of(path);
  }

  static String of(String path) throws NoSuchAlgorithmException {
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(path.getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(hash);
  }
}

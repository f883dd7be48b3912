package dev.zdm.driver.settings;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A URL {@code jdbc:zdm:<rest>}, taken apart: the wrapped driver's URL, byte by byte as it was
 * written, and zdm's own parameters. Immutable. {@link #toString} shows no password.
 */
public final class ConnectionUrl {
  /** What every URL of zdm begins with. */
  public static final String PREFIX = "jdbc:zdm:";

  /** One of zdm's own parameters, its value as it was written, still percent-encoded. */
  record Parameter(String name, String rawValue) {
    /**
     * @throws IllegalArgumentException if a percent sign is not followed by two hexadecimal digits
     */
    String value() {
      return URLDecoder.decode(rawValue.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
  }

  private final String wrapped;
  private final List<Parameter> own;

  private ConnectionUrl(String wrapped, List<Parameter> own) {
    this.wrapped = wrapped;
    this.own = List.copyOf(own);
  }

  /** Whether the URL is meant for zdm. */
  public static boolean matches(@Nullable String url) {
    return url != null && url.startsWith(PREFIX);
  }

  /**
   * Takes a URL apart.
   *
   * @throws IllegalArgumentException if the URL does not begin with {@link #PREFIX}
   */
  public static ConnectionUrl parse(String url) {
    if (!matches(url)) {
      throw new IllegalArgumentException("a URL of zdm begins with " + PREFIX);
    }
    String rest = "jdbc:" + url.substring(PREFIX.length());
    int question = rest.indexOf('?');
    if (question < 0) {
      return new ConnectionUrl(rest, List.of());
    }
    List<Parameter> own = new ArrayList<>();
    List<String> kept = new ArrayList<>();
    for (String piece : rest.substring(question + 1).split("&", -1)) {
      if (piece.startsWith(ZdmProperty.PREFIX)) {
        int equals = piece.indexOf('=');
        own.add(
            equals < 0
                ? new Parameter(piece, "")
                : new Parameter(piece.substring(0, equals), piece.substring(equals + 1)));
      } else {
        kept.add(piece);
      }
    }
    if (own.isEmpty()) {
      return new ConnectionUrl(rest, own);
    }
    String query = String.join("&", kept);
    String address = rest.substring(0, question);
    return new ConnectionUrl(query.isEmpty() ? address : address + '?' + query, own);
  }

  /** The URL for the wrapped driver, without zdm's prefix and parameters. Holds the password. */
  public String wrapped() {
    return wrapped;
  }

  /** The wrapped driver's URL, fit for messages. */
  public String masked() {
    return Secrets.mask(wrapped);
  }

  /** zdm's own parameters in the order in which they were written. */
  List<Parameter> own() {
    return own;
  }

  /** What the URL gives a property; null if nothing. What cannot be decoded stays as written. */
  @Nullable String value(String name) {
    for (Parameter parameter : own) {
      if (parameter.name().equals(name)) {
        try {
          return parameter.value();
        } catch (IllegalArgumentException e) {
          return parameter.rawValue(); // to connect says what is wrong with it
        }
      }
    }
    return null;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ConnectionUrl that
        && wrapped.equals(that.wrapped)
        && own.equals(that.own);
  }

  @Override
  public int hashCode() {
    return 31 * wrapped.hashCode() + own.hashCode();
  }

  /** The whole URL, secrets masked. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(PREFIX);
    text.append(masked(), "jdbc:".length(), masked().length());
    char separator = wrapped.indexOf('?') < 0 ? '?' : '&';
    for (Parameter parameter : own) {
      text.append(separator).append(parameter.name()).append('=').append(parameter.rawValue());
      separator = '&';
    }
    return text.toString();
  }
}

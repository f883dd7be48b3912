package dev.zdm.driver.settings;

import java.util.regex.Pattern;

/**
 * Takes passwords out of URLs before anybody reads them. Rather masks too much than too little: a
 * password may hold almost any character.
 */
public final class Secrets {
  private static final String SECRET_NAME =
      "[^=&;?]*(?:password|passwd|passphrase|pwd|secret|token|credential)[^=&;?]*|(?:hex)?key";

  private static final Pattern QUERY =
      Pattern.compile("([?&](?:" + SECRET_NAME + ")=)[^&]*", Pattern.CASE_INSENSITIVE);

  private static final Pattern SEMICOLONS =
      Pattern.compile(
          "(;(?:" + SECRET_NAME + ")=)(?:\\{[^}]*\\}|[^;?]*)", Pattern.CASE_INSENSITIVE);

  /** {@code //user:password@host}: up to the last at sign before the query. */
  private static final Pattern USER_INFO = Pattern.compile("(//[^/:@?;]*:)[^?;]*@");

  /** {@code jdbc:oracle:thin:user/password@host}. */
  private static final Pattern ORACLE = Pattern.compile("(jdbc:oracle:\\w+:[^/@]+/)[^@]*@");

  private Secrets() {}

  public static String mask(String url) {
    String masked = USER_INFO.matcher(url).replaceAll("$1***@");
    masked = ORACLE.matcher(masked).replaceAll("$1***@");
    masked = SEMICOLONS.matcher(masked).replaceAll("$1***");
    return QUERY.matcher(masked).replaceAll("$1***");
  }
}

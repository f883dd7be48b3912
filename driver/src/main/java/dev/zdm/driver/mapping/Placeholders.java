package dev.zdm.driver.mapping;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into <code>${NAME}</code> and <code>${NAME:default}</code>.
 *
 * @param values gives a name's value, or null where it has none
 */
record Placeholders(Function<String, @Nullable String> values) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}:]*)(?::([^}]*))?(}?)");

  /** System properties before environment variables, as everywhere in zdm. */
  static Placeholders ofProcess() {
    return new Placeholders(
        name -> {
          String property = System.getProperty(name);
          return property != null ? property : System.getenv(name);
        });
  }

  /** The text with its values; what is wrong goes to {@code problem}. */
  String resolve(String text, Consumer<String> problem) {
    if (!text.contains("${")) {
      return text;
    }
    Matcher matcher = PLACEHOLDER.matcher(text);
    StringBuilder result = new StringBuilder();
    while (matcher.find()) {
      matcher.appendReplacement(result, Matcher.quoteReplacement(value(matcher, problem)));
    }
    return matcher.appendTail(result).toString();
  }

  private String value(Matcher matcher, Consumer<String> problem) {
    String name = matcher.group(1);
    if (name.isBlank() || matcher.group(3).isEmpty()) {
      problem.accept(
          "\"" + matcher.group() + "\" is no placeholder; write ${NAME} or ${NAME:default}");
      return "";
    }
    String value = values.apply(name);
    if (value != null) {
      return value;
    }
    String fallback = matcher.group(2);
    if (fallback != null) {
      return fallback;
    }
    problem.accept(
        "${"
            + name
            + "} has no value; set the environment variable or system property "
            + name
            + ", or write ${"
            + name
            + ":default}");
    return "";
  }
}

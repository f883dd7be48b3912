package dev.zdm.driver.forwarding;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the forwarding classes, laid out as the formatter wants them. Run it in the directory of
 * module driver after JDBC has grown; it uses the interfaces of the JDK that runs it.
 */
final class ForwardingGenerator {
  private static final int LINE = 100;
  private static final Path FOLDER = Path.of("src/main/java/dev/zdm/driver/forwarding");

  private final ForwardedInterface forwarded;
  private final TreeSet<String> imports = new TreeSet<>();

  private ForwardingGenerator(ForwardedInterface forwarded) {
    this.forwarded = forwarded;
  }

  public static void main(String[] arguments) throws IOException {
    for (ForwardedInterface forwarded : ForwardedInterface.values()) {
      Files.writeString(file(forwarded), text(forwarded));
    }
  }

  static Path file(ForwardedInterface forwarded) {
    return FOLDER.resolve(forwarded.className() + ".java");
  }

  static String text(ForwardedInterface forwarded) {
    return new ForwardingGenerator(forwarded).text();
  }

  private String text() {
    String body = forwarded.ownMethods().stream().map(this::method).collect(Collectors.joining());
    String type = forwarded.type.getSimpleName();
    String override = forwarded.parent == null ? "" : "\n  @Override";
    String head = head(name(forwarded.type));
    imports.add("org.jspecify.annotations.NullUnmarked");
    String importLines =
        imports.stream().map(i -> "import " + i + ";\n").collect(Collectors.joining());
    return """
        package dev.zdm.driver.forwarding;

        %s
        /**
         * A {@link %s} that hands every method on to another, defaults included.
         *
         * <p>As safe for use by many threads as its delegate. JDBC does not say what may be null, so
         * neither does this. Written by {@code ForwardingGenerator}; do not edit.
         */
        @NullUnmarked
        %s {

          /** What the methods are handed on to. */%s
          protected abstract %s delegate();
        %s}
        """
        .formatted(importLines, type, head, override, type, body);
  }

  private String head(String type) {
    ForwardedInterface parent = forwarded.parent;
    String declaration =
        "public abstract class "
            + forwarded.className()
            + (parent == null ? "" : " extends " + parent.className());
    String line = declaration + " implements " + type;
    return line.length() + 2 <= LINE ? line : declaration + "\n    implements " + type;
  }

  private String method(Method method) {
    List<String> names = ParameterNames.of(method);
    return "\n"
        + deprecation(method)
        + "  @Override\n"
        + signature(method, names)
        + body(method, names)
        + "  }\n";
  }

  private static String deprecation(Method method) {
    Deprecated deprecated = method.getAnnotation(Deprecated.class);
    return deprecated == null ? "" : "  @Deprecated(since = \"" + deprecated.since() + "\")\n";
  }

  private String signature(Method method, List<String> names) {
    List<String> parameters = new ArrayList<>();
    Type[] types = method.getGenericParameterTypes();
    for (int i = 0; i < types.length; i++) {
      parameters.add(name(types[i]) + " " + names.get(i));
    }
    String variables =
        Stream.of(method.getTypeParameters())
            .map(TypeVariable::getName)
            .collect(Collectors.joining(", "));
    String start =
        "  public "
            + (variables.isEmpty() ? "" : "<" + variables + "> ")
            + name(method.getGenericReturnType())
            + " "
            + method.getName()
            + "(";
    return layOut(start, String.join(", ", parameters) + ")", exceptions(method) + " {\n");
  }

  private static String layOut(String start, String parameters, String end) {
    if ((start + parameters + end).length() <= LINE + 1) {
      return start + parameters + end;
    }
    String broken = "\n     " + end;
    if ((start + parameters).length() <= LINE) {
      return start + parameters + broken;
    }
    String indented = "      " + parameters;
    if ((indented + end).length() <= LINE + 1) {
      return start + "\n" + indented + end;
    }
    boolean fits = indented.length() <= LINE;
    return start + "\n" + (fits ? indented : indented.replace(", ", ",\n      ")) + broken;
  }

  private String exceptions(Method method) {
    Type[] exceptions = method.getGenericExceptionTypes();
    return exceptions.length == 0
        ? ""
        : Stream.of(exceptions).map(this::name).collect(Collectors.joining(", ", " throws ", ""));
  }

  private String body(Method method, List<String> names) {
    String arguments = "(" + String.join(", ", names) + ");\n";
    String call = "delegate()." + method.getName() + arguments;
    if (method.getName().equals("unwrap")) {
      return "    return iface.isInstance(this) ? iface.cast(this) : " + call;
    }
    if (method.getName().equals("isWrapperFor")) {
      return "    return iface.isInstance(this) || " + call;
    }
    String start = method.getReturnType() == void.class ? "    " : "    return ";
    if ((start + call).length() <= LINE + 1) {
      return start + call;
    }
    String chained = "        ." + method.getName() + arguments;
    boolean fits = chained.length() <= LINE + 1;
    return start + "delegate()\n" + (fits ? chained : chained.replace("(", "(\n            "));
  }

  private String name(Type type) {
    if (type instanceof Class<?> plain) {
      return plain(plain);
    }
    if (type instanceof ParameterizedType parameterized) {
      return Stream.of(parameterized.getActualTypeArguments())
          .map(this::name)
          .collect(Collectors.joining(", ", name(parameterized.getRawType()) + "<", ">"));
    }
    if (type instanceof WildcardType || type instanceof TypeVariable) {
      return type.getTypeName();
    }
    throw new IllegalStateException("cannot write type " + type);
  }

  private String plain(Class<?> type) {
    Class<?> element = type.isArray() ? type.getComponentType() : type;
    if (!element.isPrimitive() && !element.getPackageName().equals("java.lang")) {
      imports.add(element.getName());
    }
    return type.getSimpleName();
  }
}

package dev.zdm.driver.forwarding;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** What the forwarding classes lack on the JDK that runs this; needs nothing but the JDK. */
final class Completeness {
  private Completeness() {}

  /** Prints what is missing; ends with 1 if anything is. For a child process on another JDK. */
  public static void main(String[] arguments) {
    List<String> missing = missing();
    System.out.println("JDK " + Runtime.version() + " lacks " + missing);
    System.exit(missing.isEmpty() ? 0 : 1);
  }

  static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (ForwardedInterface forwarded : ForwardedInterface.values()) {
      missing.addAll(missing(forwarded, forwarded.forwarding));
    }
    return missing;
  }

  /** The methods of the interface, defaults included, that neither the class nor a parent has. */
  static List<String> missing(ForwardedInterface forwarded, Class<?> implementation) {
    return forwarded.methods().stream()
        .filter(method -> found(method, implementation).getDeclaringClass().isInterface())
        .map(method -> implementation.getSimpleName() + "." + ForwardedInterface.signature(method))
        .toList();
  }

  static Method found(Method method, Class<?> implementation) {
    try {
      return implementation.getMethod(method.getName(), method.getParameterTypes());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(implementation + " does not implement " + method, e);
    }
  }
}

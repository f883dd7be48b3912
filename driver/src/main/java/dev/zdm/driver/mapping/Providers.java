package dev.zdm.driver.mapping;

import dev.zdm.driver.mapping.MappingSpec.Located;
import dev.zdm.driver.spi.ValueProvider;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the programs that a mapping names, among those that the application brings. */
record Providers(Problems problems) {
  private static final String LIST = "META-INF/services/" + ValueProvider.class.getName();

  /** A new instance of the named class; where there is none, that is a problem. */
  Optional<ValueProvider> find(Located name) {
    Set<String> there = new LinkedHashSet<>();
    try {
      ValueProvider found = find(name.text(), application(), there);
      if (found == null) {
        found = find(name.text(), ValueProvider.class.getClassLoader(), there);
      }
      if (found == null) {
        problems.add(name, missing(name.text(), there));
      }
      return Optional.ofNullable(found);
    } catch (ServiceConfigurationError | LinkageError e) {
      problems.add(name, "provider " + name.text() + " cannot be loaded: " + e);
      return Optional.empty();
    }
  }

  /** The application's class path first: zdm may have been loaded by a parent's loader. */
  private static @Nullable ClassLoader application() {
    return Thread.currentThread().getContextClassLoader();
  }

  private static @Nullable ValueProvider find(
      String name, @Nullable ClassLoader loader, Set<String> there) {
    Iterator<ServiceLoader.Provider<ValueProvider>> listed =
        ServiceLoader.load(ValueProvider.class, loader).stream().iterator();
    while (listed.hasNext()) {
      ServiceLoader.Provider<ValueProvider> provider = listed.next();
      there.add(provider.type().getName());
      if (provider.type().getName().equals(name)) {
        return provider.get();
      }
    }
    return null;
  }

  private static String missing(String name, Set<String> there) {
    return "there is no provider "
        + name
        + " on the class path; give its class name, and list it in "
        + LIST
        + " of the jar that has it"
        + NearestName.hint(name, there);
  }
}

package dev.zdm.driver.logging;

import org.jspecify.annotations.Nullable;

/**
 * Where zdm writes what a person should read: slf4j where it is on the class path, else the JDK's
 * {@link System.Logger}. Safe for use by many threads. Messages are whole sentences; what they hold
 * must be fit for anyone's eyes.
 */
public interface Log {
  /** Something failed, and somebody must act. */
  void error(String message, @Nullable Throwable cause);

  /** Something is not as it should be, and zdm goes on. */
  void warn(String message, @Nullable Throwable cause);

  /** Something worth knowing has happened. */
  void info(String message);

  /** For who looks for a fault. */
  void debug(String message);

  /** As {@link #error(String, Throwable)}, without a cause. */
  default void error(String message) {
    error(message, null);
  }

  /** As {@link #warn(String, Throwable)}, without a cause. */
  default void warn(String message) {
    warn(message, null);
  }

  /** The log of a class, named after it. */
  static Log of(Class<?> owner) {
    return OptionalLibrary.SLF4J.present()
        ? new Slf4jLog(owner.getName())
        : new SystemLog(System.getLogger(owner.getName()));
  }
}

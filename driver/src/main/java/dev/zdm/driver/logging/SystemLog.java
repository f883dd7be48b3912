package dev.zdm.driver.logging;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Writes to the JDK's own logger. */
record SystemLog(Logger logger) implements Log {
  @Override
  public void error(String message, @Nullable Throwable cause) {
    logger.log(Level.ERROR, message, cause);
  }

  @Override
  public void warn(String message, @Nullable Throwable cause) {
    logger.log(Level.WARNING, message, cause);
  }

  @Override
  public void info(String message) {
    logger.log(Level.INFO, message);
  }

  @Override
  public void debug(String message) {
    logger.log(Level.DEBUG, message);
  }
}

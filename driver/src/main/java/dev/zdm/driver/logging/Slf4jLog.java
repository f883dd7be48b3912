package dev.zdm.driver.logging;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only class that knows slf4j, so that the others load without it. */
final class Slf4jLog implements Log {
  private final Logger logger;

  Slf4jLog(String name) {
    this.logger = LoggerFactory.getLogger(name);
  }

  @Override
  public void error(String message, @Nullable Throwable cause) {
    logger.error(message, cause);
  }

  @Override
  public void warn(String message, @Nullable Throwable cause) {
    logger.warn(message, cause);
  }

  @Override
  public void info(String message) {
    logger.info(message);
  }

  @Override
  public void debug(String message) {
    logger.debug(message);
  }
}

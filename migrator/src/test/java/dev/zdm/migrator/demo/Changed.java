package dev.zdm.migrator.demo;

import dev.zdm.rewriter.mapping.Dialect;
import java.io.IOException;
import java.util.List;

/** Another demo application, for tests that change one thing about it. */
abstract class Changed implements DemoApplication {
  private final DemoApplication other;

  Changed(DemoApplication other) {
    this.other = other;
  }

  @Override
  public String name() {
    return other.name();
  }

  @Override
  public String mapping() {
    return other.mapping();
  }

  @Override
  public String expandFile(Dialect dialect) {
    return other.expandFile(dialect);
  }

  @Override
  public String expandScript(Dialect dialect) throws IOException {
    return other.expandScript(dialect);
  }

  @Override
  public List<String> plant() {
    return other.plant();
  }

  @Override
  public List<String> unplant() {
    return other.unplant();
  }

  @Override
  public List<String> breakV2(Dialect dialect) {
    return other.breakV2(dialect);
  }

  @Override
  public List<String> mendV2(Dialect dialect) {
    return other.mendV2(dialect);
  }

  @Override
  public Running start(String url) throws Exception {
    return other.start(url);
  }
}

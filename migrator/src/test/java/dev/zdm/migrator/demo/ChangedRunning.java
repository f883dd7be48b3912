package dev.zdm.migrator.demo;

import dev.zdm.migrator.demo.DemoApplication.Known;
import dev.zdm.migrator.demo.DemoApplication.Operation;
import dev.zdm.migrator.demo.DemoApplication.Running;
import dev.zdm.migrator.demo.DemoApplication.Sentinel;
import java.util.List;

/** Another application at work, for tests that change one thing about it. */
abstract class ChangedRunning implements Running {
  private final Running other;

  ChangedRunning(Running other) {
    this.other = other;
  }

  @Override
  public void seed(int rows) throws Exception {
    other.seed(rows);
  }

  @Override
  public List<Operation> operations(int user) {
    return other.operations(user);
  }

  @Override
  public List<Sentinel> sentinels() {
    return other.sentinels();
  }

  @Override
  public List<Known> known() {
    return other.known();
  }

  @Override
  public void close() {
    other.close();
  }
}

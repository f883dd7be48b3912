package dev.zdm.driver.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zdm.driver.Engine;
import dev.zdm.driver.Sql;
import dev.zdm.driver.Twins;
import dev.zdm.driver.cases.Way.Reads;
import dev.zdm.driver.mapping.Catalog;
import dev.zdm.driver.mapping.MappingFile;
import dev.zdm.driver.mapping.MappingResolver;
import dev.zdm.driver.mapping.MappingSpec;
import dev.zdm.rewriter.Explanation;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mapping.Mapping;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Runs cases on the raw driver and through zdm, and holds what they say against what happened. */
final class CaseRunner implements AutoCloseable {
  private static final String ZDM = "zdm.phase=mirror&zdm.read.percent=100&zdm.relay=off";

  private final Path directory;
  private final MeterRegistry meters;
  private final Map<Engine, Place> shared = new EnumMap<>(Engine.class);
  private final Set<Place> written = new HashSet<>();

  /** A pair of databases with its mapping, held open so that zdm reads the catalog once. */
  private record Place(Twins twins, Tables tables, Mapping mapping, String zdm, Connection open) {
    void close() throws SQLException {
      open.close();
      tables.close();
    }
  }

  CaseRunner(Path directory, MeterRegistry meters) {
    this.directory = directory;
    this.meters = meters;
  }

  void run(Case given) throws SQLException, IOException {
    Place place = given.isApart() ? made(given) : shared(given);
    boolean well = false;
    try {
      run(given, place);
      well = true;
    } finally {
      if (given.isApart() || !well) {
        place.close();
        shared.remove(given.engine(), place);
      }
    }
  }

  private Place shared(Case given) throws SQLException, IOException {
    Place place = shared.get(given.engine());
    if (place == null) {
      place = made(given);
      shared.put(given.engine(), place);
      return place;
    }
    if (!written.remove(place)) {
      return place;
    }
    place.tables().refill();
    return place;
  }

  private Place made(Case given) throws SQLException, IOException {
    Engine engine = given.engine();
    Twins created = Twins.of(engine, World.ddl(engine, given.setup()));
    Twins twins =
        given.url().isEmpty()
            ? created
            : new Twins(
                engine,
                engine.with(created.rawTail(), given.url().substring(1)),
                engine.with(created.zdmTail(), given.url().substring(1)));
    Path file = Files.createTempFile(directory, "zdm", ".yaml");
    Files.writeString(file, World.mapping(engine, given.mapped()));
    String zdm = ZDM + "&zdm.mapping=" + file + given.zdm();
    try (Connection behind = twins.behind()) {
      MappingSpec spec = MappingFile.load(file.toString());
      Mapping mapping = MappingResolver.resolve(spec, Catalog.read(behind, engine.dialect(), spec));
      return new Place(twins, Tables.of(created, mapping), mapping, zdm, twins.zdm(zdm));
    }
  }

  private void run(Case given, Place place) throws SQLException {
    Tables tables = place.tables();
    Sql.run(tables.behind(), given.planted().toArray(String[]::new));
    if (given.onlyReads()) {
      steps(given, place);
      return;
    }
    written.add(place);
    List<String> before = tables.underZdm();
    steps(given, place);
    if (!given.made()) {
      assertThat(tables.underZdm()).as("v1 as without zdm").isEqualTo(tables.withoutZdm());
    }
    assertWritten(given, before, tables.underZdm());
    tables.assertMirrored();
  }

  private void steps(Case given, Place place) throws SQLException {
    Twins twins = place.twins();
    try (Connection raw = twins.raw();
        Connection zdm = twins.zdm(place.zdm())) {
      raw.setAutoCommit(!given.transaction());
      zdm.setAutoCommit(!given.transaction());
      for (Step step : given.steps()) {
        take(given, step, place, raw, zdm);
      }
      if (given.transaction()) {
        raw.commit();
        zdm.commit();
      }
    }
  }

  private static void assertWritten(Case given, List<String> before, List<String> after) {
    if (given.steps().stream().anyMatch(step -> step.way().equals(new Way.Mirrored(true)))) {
      assertThat(after.equals(before)).as("nothing was written").isFalse();
    } else if (given.steps().stream()
        .anyMatch(step -> step.way().equals(new Way.Mirrored(false)))) {
      assertThat(after).as("nothing is written").isEqualTo(before);
    }
  }

  private void take(Case given, Step step, Place place, Connection raw, Connection zdm)
      throws SQLException {
    List<Explanation> plans = new ArrayList<>();
    for (String text : step.call().equals("batch") ? step.entries() : List.of(step.sql())) {
      plans.add(Explanation.of(place.mapping(), text, CopyLimits.NONE));
    }
    Reads before = reads();
    List<String> told = Told.of(zdm, step, given.made());
    Reads reads = reads().since(before);
    if (step.way().isRefused()) {
      assertRefused(step, told);
    } else {
      compare(given.engine(), step.way(), Told.of(raw, step, given.made()), told);
    }
    if (plans.size() > 1) { // of a batch, what names nothing of the mapping says nothing
      plans.removeIf(plan -> plan.kind() == Explanation.Kind.PASS_THROUGH);
    }
    assertThat(plans).isNotEmpty();
    for (Explanation plan : plans) {
      assertThat(step.way().wrong(plan)).as("the plan of " + plan.v2Sql()).isNull();
    }
    assertThat(step.way().wrong(reads)).as("what was read, %s", plans.get(0).v2Sql()).isNull();
    if (step.index() != null) {
      try (Connection behind = place.twins().behind()) {
        IndexUse.assertUsed(given.engine(), behind, step, plans.get(0));
      }
    }
  }

  private static void assertRefused(Step step, List<String> told) {
    String because =
        step.way() instanceof Way.Refused refused
            ? "zdm refuses this statement while it mirrors writes: " + refused.because()
            : ((Way.RefusedAsSent) step.way()).because();
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).contains("|0A000|").contains("|" + because);
  }

  /**
   * What both were told must be equal. docs/limits.md says what a read on v2 may say otherwise of a
   * column's type: on SQLite of a computed column, on PostgreSQL of one that numbers itself.
   */
  static void compare(Engine engine, Way way, List<String> raw, List<String> zdm) {
    List<String> expected = new ArrayList<>(raw);
    for (int i = 0; way instanceof Way.OnV2 && i < Math.min(raw.size(), zdm.size()); i++) {
      if (raw.get(i).startsWith(Told.TYPE) && zdm.get(i).startsWith(Told.TYPE)) {
        String[] v1 = raw.get(i).split(" \\| ");
        String[] v2 = zdm.get(i).split(" \\| ");
        boolean computed = engine == Engine.SQLITE && World.COMPUTED.contains(v1[1]);
        boolean serial = v1[1].equals("bigserial") && v2[1].equals("int8");
        if (v1[0].equals(v2[0]) && (computed || serial)) {
          expected.set(i, zdm.get(i));
        }
      }
    }
    assertThat(zdm).isEqualTo(expected);
  }

  private Reads reads() {
    return new Reads(
        count("v1", "success") + count("v1", "error"),
        count("v2", "success"),
        count("v2", "error"));
  }

  private long count(String side, String outcome) {
    return meters
        .find("zdm.statements")
        .tags("side", side, "role", "primary", "operation", "select", "outcome", outcome)
        .timers()
        .stream()
        .mapToLong(Timer::count)
        .sum();
  }

  @Override
  public void close() throws SQLException {
    for (Place place : shared.values()) {
      place.close();
    }
  }
}

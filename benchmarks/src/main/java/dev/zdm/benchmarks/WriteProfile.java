package dev.zdm.benchmarks;

import dev.zdm.benchmarks.Site.Engine;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;

/**
 * Where a mirrored write's time goes: CPU of the server process and of the client for the whole
 * call, for each statement that the server has prepared of it, alone, and for what a careful
 * application would send. With synchronous_commit off, so that no wait hides anything.
 */
final class WriteProfile {
  private static final List<Variant> WHOLE =
      List.of(
          Variant.RAW,
          Variant.MIRROR_FAIL,
          Variant.MIRROR_0,
          Variant.V2_PRIMARY_FAIL,
          Variant.V2_PRIMARY,
          Variant.COMPLETE);
  private static final Pattern PARAMETER = Pattern.compile("\\$\\d+");

  /** Alone they would leave a transaction open, or end none. */
  private static final List<String> AROUND = List.of("BEGIN", "COMMIT");

  /** A part reads what one before it has set. */
  private static final String LACKS_SETTING = "42704";

  private static final int WARM = 1_000;
  private static final int CALLS = 150;
  private static final int LONGEST_LABEL = 110;

  private final List<ProfiledCall> calls = new ArrayList<>();

  private WriteProfile() {}

  static void measure(Effort effort) throws SQLException, IOException {
    if (!ServerCpu.isKnown()) {
      System.out.println("left out: only Linux tells the CPU time of the server process");
      return;
    }
    Map<String, Object> section = Results.section();
    WriteProfile profile = new WriteProfile();
    try {
      for (ProfiledWrite write : ProfiledWrite.values()) {
        profile.open(write);
      }
      section.put("rounds", profile.rounds(effort));
      section.put("calls", CALLS);
      section.put("rows", profile.calls.stream().map(ProfiledCall::figures).toList());
    } finally {
      for (ProfiledCall call : profile.calls) {
        call.close();
      }
    }
    Results.put("writeProfile", section);
  }

  private int rounds(Effort effort) throws SQLException, IOException {
    int rounds = effort.rounds() * 8 / 3;
    List<ProfiledCall> turns = new ArrayList<>(calls);
    Random random = new Random(20_261_122);
    for (int round = 0; round < rounds; round++) {
      Collections.shuffle(turns, random);
      for (ProfiledCall call : turns) {
        call.measure(CALLS);
      }
    }
    return rounds;
  }

  private void open(ProfiledWrite write) throws SQLException, IOException {
    for (Variant variant : WHOLE) {
      Site site = Site.create(Engine.POSTGRESQL_ASYNC, variant);
      Connection connection = site.open(variant);
      ProfiledCall whole = add(write, variant.label(), connection, write.plain(connection));
      if (variant.isZdm()) {
        parts(write, variant, site, whole.connection());
      } else {
        Connection hand = site.raw();
        add(write, "both sides by hand, in one string", hand, write.byHand(hand));
        Connection nothing = site.raw();
        add(write, "`SELECT 1`", nothing, write.of(nothing.prepareStatement("SELECT 1"), 0));
      }
    }
  }

  private ProfiledCall add(ProfiledWrite write, String label, Connection connection, Work work)
      throws SQLException {
    ProfiledCall call = new ProfiledCall(write.name(), label, connection, work);
    calls.add(call);
    call.repeat(WARM);
    return call;
  }

  /** What the server has prepared and executed at each of the calls. */
  private void parts(ProfiledWrite write, Variant variant, Site site, Connection whole)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = whole.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT statement FROM pg_prepared_statements WHERE generic_plans + custom_plans"
                    + " > %d ORDER BY substr(name, 3)::int".formatted(WARM / 2))) {
      while (row.next()) {
        texts.add(row.getString(1).strip());
      }
    }
    if (texts.removeAll(AROUND)) {
      Connection both = site.raw();
      add(
          write,
          "of " + variant.label() + ": `BEGIN; COMMIT`",
          both,
          prepared(write, both, "BEGIN; COMMIT"));
    }
    for (int i = 0; i < texts.size(); i++) {
      part(write, variant, site, texts.subList(0, i + 1));
    }
  }

  /** The last of them: alone if it can be executed so, else behind those that it needs. */
  private void part(ProfiledWrite write, Variant variant, Site site, List<String> texts)
      throws SQLException {
    String last = texts.get(texts.size() - 1);
    String label = "of " + variant.label() + ": `" + shortened(last) + "`";
    Connection connection = site.raw();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET zdm.lock_timeout = 0");
    }
    Work alone = prepared(write, connection, last);
    try {
      alone.once();
    } catch (SQLException e) {
      if (!LACKS_SETTING.equals(e.getSQLState())) {
        throw e;
      }
      alone.close();
      Work behind = prepared(write, connection, String.join("; ", texts));
      add(write, "behind those above, the last " + label, connection, behind);
      return;
    }
    add(write, label, connection, alone);
  }

  private static Work prepared(ProfiledWrite write, Connection connection, String text)
      throws SQLException {
    int bound = (int) PARAMETER.matcher(text).results().count();
    if (bound != 0 && bound != write.parameters()) {
      throw new IllegalStateException("a part has parameters of its own: " + text);
    }
    String own = PARAMETER.matcher(text).replaceAll("?");
    return write.of(connection.prepareStatement(own), bound);
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").replace("|", "\\|");
    return line.length() <= LONGEST_LABEL ? line : line.substring(0, LONGEST_LABEL) + " ...";
  }
}

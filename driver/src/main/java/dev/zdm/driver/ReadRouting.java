package dev.zdm.driver;

import dev.zdm.driver.settings.Keyless;
import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.RoutingKey;
import dev.zdm.rewriter.plan.Plan.RoutingKey.Source;
import dev.zdm.router.CanonicalText;
import dev.zdm.router.Fnv1a;
import dev.zdm.router.Percentage;
import dev.zdm.router.Route;
import dev.zdm.router.Side;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends a read to a side: to v2 only if every mapped table in it allows that. */
final class ReadRouting {
  private static final char SEPARATOR = '\u001f';

  private ReadRouting() {}

  static Route route(Plan.Read read, Epoch epoch, Session session, Values values) {
    if (epoch.roles().turned()) {
      return Route.V2_ANSWERS;
    }
    Route route = Route.KEYLESS;
    List<MappedTable> tables = read.tables();
    for (int i = 0; i < tables.size(); i++) {
      MappedTable table = tables.get(i);
      route =
          session.held(table)
              ? Route.QUARANTINE
              : route(read, read.routes().get(i), epoch.percent(table), epoch, values);
      if (route.side() == Side.V1) {
        return route;
      }
    }
    return route;
  }

  private static Route route(
      Plan.Read read, RoutingKey key, Percentage percent, Epoch epoch, Values values) {
    Route decided = Route.withoutKey(percent);
    if (decided != null) {
      return decided;
    }
    if (key instanceof RoutingKey.Keys keys) {
      return byKeys(keys, percent, values);
    }
    return epoch.settings().keyless() == Keyless.V1
        ? Route.KEYLESS
        : Route.byHash(percent, statementHash(read.sql(), values));
  }

  private static Route byKeys(RoutingKey.Keys keys, Percentage percent, Values values) {
    Route route = Route.KEYLESS;
    for (List<Source> sources : keys.keys()) {
      String text = text(sources, keys.types(), values);
      route = text == null ? Route.KEYLESS : Route.byHash(percent, Fnv1a.hash(text));
      if (route.side() == Side.V1) {
        return route;
      }
    }
    return route;
  }

  private static @Nullable String text(List<Source> sources, List<String> types, Values values) {
    if (sources.size() == 1) {
      return text(sources.get(0), types.get(0), values);
    }
    List<String> columns = new ArrayList<>(sources.size());
    for (int i = 0; i < sources.size(); i++) {
      String text = text(sources.get(i), types.get(i), values);
      if (text == null) {
        return null;
      }
      columns.add(text);
    }
    return CanonicalText.join(columns);
  }

  private static @Nullable String text(Source source, String type, Values values) {
    Object value = source.parameter() > 0 ? values.get(source.parameter()) : source.literal();
    return CanonicalText.of(value, type);
  }

  private static int statementHash(String sql, Values values) {
    int hash = Fnv1a.hash(sql);
    for (int i = 1; i <= values.count(); i++) {
      hash = Fnv1a.hash(hash, String.valueOf(SEPARATOR));
      String text = CanonicalText.of(values.get(i), "");
      if (text != null) {
        hash = Fnv1a.hash(hash, text);
      }
    }
    return hash;
  }
}

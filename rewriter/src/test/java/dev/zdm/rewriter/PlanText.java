package dev.zdm.rewriter;

import dev.zdm.rewriter.mapping.MappedTable;
import dev.zdm.rewriter.plan.Plan;
import dev.zdm.rewriter.plan.Plan.RoutingKey;
import dev.zdm.rewriter.plan.Plan.RoutingKey.Source;
import java.util.List;
import java.util.stream.Collectors;

/** Plans as the case files write them. */
final class PlanText {
  private PlanText() {}

  static String of(Plan plan) {
    if (plan instanceof Plan.TransactionControl control) {
      return "transaction " + control.verb();
    } else if (plan instanceof Plan.OnPrimary primary) {
      return "on primary: " + primary.reason();
    } else if (plan instanceof Plan.Unsupported unsupported) {
      return "unsupported: " + unsupported.reason();
    } else if (plan instanceof Plan.Write write) {
      return "write " + write.operation() + " " + write.table().v1().name();
    } else if (plan instanceof Plan.Several several) {
      return "several " + several.parts().size();
    } else if (plan instanceof Plan.TracedWrite traced) {
      return "traced " + traced.operation() + " " + names(traced.tables());
    }
    return plan instanceof Plan.Read ? "read" : "pass-through";
  }

  private static String names(List<MappedTable> tables) {
    return tables.stream().map(table -> table.v1().name()).collect(Collectors.joining(", "));
  }

  static String routes(Plan.Read read) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < read.tables().size(); i++) {
      text.append(i == 0 ? "" : ", ").append(read.tables().get(i).v1().name()).append(' ');
      text.append(route(read.routes().get(i)));
    }
    return text.toString();
  }

  private static String route(RoutingKey key) {
    return key instanceof RoutingKey.Keys keys
        ? keys.keys().stream().map(PlanText::key).collect(Collectors.joining("/"))
        : "none";
  }

  private static String key(List<Source> key) {
    return key.stream()
        .map(s -> s.parameter() > 0 ? "?" + s.parameter() : "'" + s.literal() + "'")
        .collect(Collectors.joining("+"));
  }
}

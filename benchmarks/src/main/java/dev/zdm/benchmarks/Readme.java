package dev.zdm.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Renders the newest results between two marks of the README, and into the pages beside it. Nobody
 * types a figure there.
 */
final class Readme {
  private static final String BEGIN = "<!-- results: rendered, do not edit -->\n";
  private static final String END = "<!-- end of results -->";

  private Readme() {}

  /** Writes the README, and every file that it shows. */
  static void render(Path module) throws IOException {
    for (Map.Entry<Path, String> page : rendered(module).entrySet()) {
      Files.createDirectories(page.getKey().toAbsolutePath().getParent());
      Files.writeString(page.getKey(), page.getValue(), StandardCharsets.UTF_8);
    }
  }

  /** The files as they should be. */
  static Map<Path, String> rendered(Path module) throws IOException {
    Path readme = module.resolve("README.md");
    String text = Files.readString(readme, StandardCharsets.UTF_8);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException("README.md lacks the two marks between which results are put");
    }
    Map<String, Map<?, ?>> sections = Results.newest(module);
    Map<Path, String> pages = new LinkedHashMap<>();
    pages.put(
        readme,
        text.substring(0, begin + BEGIN.length()) + "\n" + body(sections) + text.substring(end));
    pages.put(
        module.resolve("DETAILS.md"),
        "# Every row\n\nRendered from `results`; the [README](README.md) says how to read it.\n\n"
            + section(sections, "paired", "", f -> new PairedPages(f).details()));
    plots(sections, "growth", LoadPages::growthPlots, module, pages);
    plots(sections, "delays", LoadPages::delayPlots, module, pages);
    return pages;
  }

  private static void plots(
      Map<String, Map<?, ?>> sections,
      String name,
      Function<Figures, Map<String, String>> drawn,
      Path module,
      Map<Path, String> pages) {
    Map<?, ?> section = sections.get(name);
    if (section != null) {
      drawn.apply(new Figures(section)).forEach((f, svg) -> pages.put(module.resolve(f), svg));
    }
  }

  private static String body(Map<String, Map<?, ?>> sections) {
    return section(sections, "paired", "## Promises\n\n", f -> new PairedPages(f).budget())
        + section(sections, "paired", "## Getters\n\n", f -> new PairedPages(f).getters())
        + section(sections, "paired", "## The same rename\n\n", f -> new PairedPages(f).renames())
        + section(
            sections, "writeProfile", "## Where a mirrored write's time goes\n\n", ProfilePage::of)
        + section(sections, "callgrind", "", InsidePages::instructions)
        + section(sections, "inside", "## What a text costs\n\n", InsidePages::texts)
        + section(sections, "bank", "## An application\n\n", LoadPages::bank)
        + section(sections, "threads", "## Threads\n\n", LoadPages::threads)
        + section(sections, "delays", "## A slower network\n\n", LoadPages::delays)
        + section(sections, "memory", "## Memory of connections\n\n", LoadPages::memory)
        + section(sections, "growth", "## How cost grows\n\n", LoadPages::growth);
  }

  /** Nothing, where it was never measured. */
  private static String section(
      Map<String, Map<?, ?>> sections, String name, String head, Function<Figures, String> page) {
    Map<?, ?> section = sections.get(name);
    return section == null ? "" : head + page.apply(new Figures(section));
  }
}

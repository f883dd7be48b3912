package dev.zdm.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A line plot as SVG: one line for each series, both axes by their logarithm where it is wished.
 */
final class Plot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 320;
  private static final int LEFT = 70;
  private static final int RIGHT = 220;
  private static final int TOP = 36;
  private static final int BOTTOM = 44;
  private static final int LINES = 5;

  /** What is less than this is drawn as this, where the axis goes by powers. */
  private static final double LEAST = 0.01;

  private static final List<String> COLOURS =
      List.of(
          "#1b6ca8", "#d1495b", "#3a7d44", "#8d5a97", "#c98a00", "#444444", "#00838f", "#6d4c41");

  private final String title;
  private final String across;
  private final boolean logarithmic;
  private final Map<String, double[][]> series = new LinkedHashMap<>();

  /**
   * @param across what the x axis is
   * @param logarithmic whether the y axis goes by powers; the x axis has each point's place in turn
   */
  Plot(String title, String across, boolean logarithmic) {
    this.title = title;
    this.across = across;
    this.logarithmic = logarithmic;
  }

  /**
   * @param points pairs of x and y, in the order of x; all series have the same x
   */
  Plot line(String name, double[][] points) {
    series.put(name, points);
    return this;
  }

  @Override
  public String toString() {
    double most = Double.MIN_VALUE;
    double least = Double.MAX_VALUE;
    for (double[][] points : series.values()) {
      for (double[] point : points) {
        most = Math.max(most, scale(point[1]));
        least = Math.min(least, scale(point[1]));
      }
    }
    if (!logarithmic) {
      least = Math.min(0, least);
    }
    if (most == least) {
      most = least + 1;
    }
    StringBuilder out = new StringBuilder();
    out.append(
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
                + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n")
            .formatted(WIDTH, HEIGHT));
    text(out, LEFT, 20, "start", title);
    text(out, LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 8.0, "middle", across);
    for (int i = 0; i <= LINES; i++) {
      double value = least + (most - least) * i / LINES;
      double y = y(value, least, most);
      line(out, LEFT, y, WIDTH - RIGHT, y, "#dddddd");
      text(out, LEFT - 6.0, y + 4, "end", number(logarithmic ? Math.pow(10, value) : value));
    }
    int colour = 0;
    for (Map.Entry<String, double[][]> one : series.entrySet()) {
      draw(out, one, COLOURS.get(colour % COLOURS.size()), colour, least, most);
      colour++;
    }
    return out.append("</svg>\n").toString();
  }

  private void draw(
      StringBuilder out,
      Map.Entry<String, double[][]> one,
      String colour,
      int place,
      double least,
      double most) {
    double[][] points = one.getValue();
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < points.length; i++) {
      double x = LEFT + (WIDTH - LEFT - RIGHT) * (i + 0.5) / points.length;
      double y = y(scale(points[i][1]), least, most);
      path.append(String.format(Locale.ROOT, "%s%.1f,%.1f", i == 0 ? "" : " ", x, y));
      if (place == 0) {
        text(out, x, HEIGHT - BOTTOM + 16.0, "middle", number(points[i][0]));
      }
    }
    out.append(
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
            .formatted(path, colour));
    double y = TOP + 16.0 * place;
    line(out, WIDTH - RIGHT + 12.0, y, WIDTH - RIGHT + 30.0, y, colour);
    text(out, WIDTH - RIGHT + 36.0, y + 4, "start", one.getKey());
  }

  private double scale(double value) {
    return logarithmic ? Math.log10(Math.max(value, LEAST)) : value;
  }

  private static double y(double value, double least, double most) {
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - least) / (most - least);
  }

  private static void line(
      StringBuilder out, double x1, double y1, double x2, double y2, String colour) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>%n",
            x1,
            y1,
            x2,
            y2,
            colour));
  }

  private static void text(StringBuilder out, double x, double y, String anchor, String text) {
    String safe = text.replace("&", "&amp;").replace("<", "&lt;");
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
            x,
            y,
            anchor,
            safe));
  }

  private static String number(double value) {
    if (value >= 100 || value == Math.rint(value)) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 1 ? "%.1f" : "%.2f", value);
  }
}

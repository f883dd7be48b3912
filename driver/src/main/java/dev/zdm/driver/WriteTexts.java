package dev.zdm.driver;

import dev.zdm.rewriter.CopyLimits;
import dev.zdm.rewriter.Mirroring;
import dev.zdm.rewriter.Mirroring.Answer;
import dev.zdm.rewriter.Mirroring.Half;
import dev.zdm.rewriter.Plan;
import org.jspecify.annotations.Nullable;

/** The strings of one mirrored write with one form of answer, built when they are first needed. */
final class WriteTexts {
  private final Plan.Write write;
  private final Answer answer;
  private final CopyLimits limits;
  private final Mirroring.@Nullable Text[] texts =
      new Mirroring.@Nullable Text[2 * Half.values().length];

  WriteTexts(Plan.Write write, Answer answer, CopyLimits limits) {
    this.write = write;
    this.answer = answer;
    this.limits = limits;
  }

  @SuppressWarnings("ReferenceEquality") // to compare plans by their texts would cost more
  boolean are(Plan.Write otherWrite, Answer otherAnswer, CopyLimits otherLimits) {
    return write == otherWrite && answer.equals(otherAnswer) && limits.equals(otherLimits);
  }

  /**
   * @param savepoint whether what fails must be undone alone
   */
  Mirroring.Text of(Half half, boolean savepoint) {
    int index = half.ordinal() * 2 + (savepoint ? 1 : 0);
    Mirroring.Text text = texts[index];
    if (text == null) {
      text = write.mirroring().text(half, answer, limits);
      if (savepoint) {
        text = new Mirroring.Text(PostgresText.behindSavepoint(text.sql()), text.before());
      }
      texts[index] = text;
    }
    return text;
  }
}

package dev.zdm.driver;

import dev.zdm.driver.PostgresText.Frame;
import dev.zdm.rewriter.copy.CopyLimits;
import dev.zdm.rewriter.mirroring.Mirroring;
import dev.zdm.rewriter.mirroring.Mirroring.Answer;
import dev.zdm.rewriter.mirroring.Mirroring.Half;
import dev.zdm.rewriter.plan.Plan;
import org.jspecify.annotations.Nullable;

/** The strings of one mirrored write with one form of answer, built when they are first needed. */
final class WriteTexts {
  private final Plan.Write write;
  private final Answer answer;
  private final CopyLimits limits;
  private final Mirroring.@Nullable Text[] texts =
      new Mirroring.@Nullable Text[Frame.values().length * Half.values().length];

  WriteTexts(Plan.Write write, Answer answer, CopyLimits limits) {
    this.write = write;
    this.answer = answer;
    this.limits = limits;
  }

  @SuppressWarnings("ReferenceEquality") // to compare plans by their texts would cost more
  boolean are(Plan.Write otherWrite, Answer otherAnswer, CopyLimits otherLimits) {
    return write == otherWrite && answer.equals(otherAnswer) && limits.equals(otherLimits);
  }

  Mirroring.Text of(Half half, Frame frame) {
    int index = half.ordinal() * Frame.values().length + frame.ordinal();
    Mirroring.Text text = texts[index];
    if (text == null) {
      Mirroring.Text bare = write.mirroring().text(half, answer, limits);
      text = new Mirroring.Text(frame.around(bare.sql()), bare.before());
      texts[index] = text;
    }
    return text;
  }
}

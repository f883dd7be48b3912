package dev.zdm.driver;

import dev.zdm.rewriter.Mirroring.Answer;
import dev.zdm.rewriter.Mirroring.Half;
import dev.zdm.rewriter.Plan;
import org.jspecify.annotations.Nullable;

/** The strings of one mirrored write with one form of answer, built when they are first needed. */
final class WriteTexts {
  private final Plan.Write write;
  private final Answer answer;
  private final @Nullable String[] texts = new @Nullable String[2 * Half.values().length];

  WriteTexts(Plan.Write write, Answer answer) {
    this.write = write;
    this.answer = answer;
  }

  @SuppressWarnings("ReferenceEquality") // to compare plans by their texts would cost more
  boolean are(Plan.Write otherWrite, Answer otherAnswer) {
    return write == otherWrite && answer.equals(otherAnswer);
  }

  /**
   * @param savepoint whether what fails must be undone alone
   */
  String of(Half half, boolean savepoint) {
    int index = half.ordinal() * 2 + (savepoint ? 1 : 0);
    String text = texts[index];
    if (text == null) {
      text = write.mirroring().text(half, answer);
      text = savepoint ? PostgresText.behindSavepoint(text) : text;
      texts[index] = text;
    }
    return text;
  }
}

package dev.zdm.rewriter.text;

/**
 * One token of an SQL text. White space and comments are none.
 *
 * @param start where it begins in the text, from 0
 * @param end the place after its last character
 */
public record Token(Kind kind, int start, int end) {

  /** What a token is. */
  public enum Kind {
    /** A name or keyword without quotes. */
    WORD,
    /** A name in quotes of any kind that the dialect knows. */
    QUOTED,
    /** PostgreSQL's {@code U&"..."}: a name whose letters may be escapes. */
    UNICODE_QUOTED,
    /** A plain {@code '...'} literal. */
    STRING,
    /** A string in another form: {@code E'...'}, {@code $tag$...$tag$}, {@code X'...'}. */
    OTHER_STRING,
    NUMBER,
    /** A lone {@code ?}. */
    PARAMETER,
    /** A parameter with a name or a number. */
    NAMED_PARAMETER,
    /** Anything else; {@code ::} and {@code ??} are one token, the rest one character each. */
    PUNCTUATION
  }
}

package dev.zdm.driver;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import javax.xml.transform.Result;
import javax.xml.transform.Source;
import org.jspecify.annotations.Nullable;

/** A document of the application's, though the application frees its own. */
record FrozenXml(@Nullable String text) implements SQLXML {
  @Override
  public @Nullable String getString() {
    return text;
  }

  @Override
  public @Nullable Reader getCharacterStream() {
    return text == null ? null : new StringReader(text);
  }

  @Override
  public void free() {
    // holds nothing
  }

  @Override
  public InputStream getBinaryStream() throws SQLException {
    throw onlyText();
  }

  @Override
  public OutputStream setBinaryStream() throws SQLException {
    throw onlyText();
  }

  @Override
  public Writer setCharacterStream() throws SQLException {
    throw onlyText();
  }

  @Override
  public void setString(String value) throws SQLException {
    throw onlyText();
  }

  @Override
  public <T extends Source> T getSource(@Nullable Class<T> type) throws SQLException {
    throw onlyText();
  }

  @Override
  public <T extends Result> T setResult(@Nullable Class<T> type) throws SQLException {
    throw onlyText();
  }

  private static SQLException onlyText() {
    return new SQLFeatureNotSupportedException(
        "zdm keeps the text of an XML parameter, and the driver asked for more", "0A000");
  }
}

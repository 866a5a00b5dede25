package id.segel.server.http;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** A CSV that somebody brings: UTF-8, with commas or semicolons, as spreadsheets write it. */
public final class Csv {

  private Csv() {}

  /** Its text, without the mark that some programs put in front. */
  public static String text(byte[] file) throws CharacterCodingException {
    return withoutMark(
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString());
  }

  public static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  /** Lines of any number of cells; whether that is right is the caller's to say. */
  public static CsvReader<CsvRecord> lines(String text) {
    String head = text.lines().findFirst().orElse("");
    boolean isSemicolon = count(head, ';') > count(head, ',');
    return CsvReader.builder()
        .fieldSeparator(isSemicolon ? ';' : ',')
        .allowExtraFields(true)
        .allowMissingFields(true)
        .allowExtraCharsAfterClosingQuote(false)
        .ofCsvRecord(text);
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** The line at which it is none. */
  public static long lineOf(CsvParseException notCsv) {
    String where = String.valueOf(notCsv.getMessage()).replaceAll("^.* in line ([0-9]+)$", "$1");
    return where.matches("[0-9]{1,9}") ? Long.parseLong(where) : 1;
  }
}

package id.segel.core.warehouse;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import id.segel.core.personnel.Role;
import id.segel.core.personnel.UserChanged;
import id.segel.core.region.PlaceCode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody looked at a site, item by item of a version of a checklist.
 *
 * @param number of the inspection, from 1
 * @param at when, as it was said
 * @param words salted hash of a remark about the whole; null for none
 * @param pictures of the whole
 * @param by code of the user
 */
public record SiteInspected(
    int number,
    PlaceCode place,
    String checklist,
    int version,
    Instant at,
    List<Answer> answers,
    @Nullable Id words,
    List<Id> pictures,
    boolean synthetic,
    String by)
    implements Fact {

  static final int NUMBER_MAX = 9_999_999;
  private static final int ANSWERS_MAX = 200;
  private static final int PICTURES_MAX = 20;

  /** How an item was found. */
  public enum Verdict {
    OK,
    /** It is missing or does not work: somebody must mend it. */
    GAP,
    /** It does not apply to this site. */
    NONE
  }

  /**
   * How one item was found.
   *
   * @param owner who mends it; only of a gap
   * @param due until when; only of a gap
   * @param words salted hash of a remark
   */
  public record Answer(
      String item,
      Verdict verdict,
      @Nullable Role owner,
      @Nullable LocalDate due,
      @Nullable Id words,
      @Nullable Id picture) {

    /** {@link MalformedException} when it is not as described. */
    public Answer {
      ChecklistPublished.checkCode(item);
      boolean isGap = verdict == Verdict.GAP;
      if ((owner != null) != isGap || (due != null) != isGap) {
        throw new MalformedException("a gap has somebody who mends it and a day: " + item);
      }
    }

    private void writeTo(StringBuilder out) {
      out.append("item ").append(item).append(' ').append(verdict);
      if (verdict == Verdict.GAP) {
        out.append(' ').append(owner).append(' ').append(due);
      }
      out.append('\n');
      if (words != null) {
        out.append("words ").append(words).append('\n');
      }
      if (picture != null) {
        out.append("picture ").append(picture).append('\n');
      }
    }

    private static Answer read(Fields fields) {
      String[] words = fields.take("item").split(" ", -1);
      Verdict verdict = Site.one(Verdict.values(), words.length < 2 ? "" : words[1]);
      if (words.length != (verdict == Verdict.GAP ? 4 : 2)) {
        throw new MalformedException("an item is a code, how it is, and of a gap a role and a day");
      }
      boolean isGap = verdict == Verdict.GAP;
      return new Answer(
          words[0],
          verdict,
          isGap ? Role.parse(words[2]) : null,
          isGap ? Site.day(words[3]) : null,
          fields.has("words") ? fields.take("words", Id::parse) : null,
          fields.has("picture") ? fields.take("picture", Id::parse) : null);
    }
  }

  /** {@link MalformedException} when it is not as described. */
  public SiteInspected {
    if (number < 1 || number > NUMBER_MAX) {
      throw new MalformedException("not a number of an inspection: " + number);
    }
    ChecklistPublished.checkCode(checklist);
    answers = List.copyOf(answers);
    pictures = List.copyOf(pictures);
    if (answers.isEmpty() || answers.size() > ANSWERS_MAX || pictures.size() > PICTURES_MAX) {
      throw new MalformedException(
          "an inspection has 1 to " + ANSWERS_MAX + " answers and " + PICTURES_MAX + " pictures");
    }
    var seen = new HashSet<String>();
    for (Answer answer : answers) {
      if (!seen.add(answer.item())) {
        throw new MalformedException("an item is answered twice: " + answer.item());
      }
    }
    UserChanged.checkUser(by);
  }

  @Override
  public void writeTo(StringBuilder out) {
    out.append("inspection ").append(number).append('\n');
    out.append("place ").append(place).append('\n');
    out.append("checklist ").append(checklist).append('\n');
    out.append("version ").append(version).append('\n');
    out.append("at ").append(at).append('\n');
    if (words != null) {
      out.append("remark ").append(words).append('\n');
    }
    pictures.forEach(picture -> out.append("photo ").append(picture).append('\n'));
    answers.forEach(answer -> answer.writeTo(out));
    out.append("synthetic ").append(synthetic ? "yes" : "no").append('\n');
    out.append("by ").append(by).append('\n');
  }

  /** Reads what {@link #writeTo} wrote. */
  public static SiteInspected read(Fields fields) {
    int number = (int) fields.takeNumber("inspection", NUMBER_MAX);
    var place = new PlaceCode(fields.take("place"));
    String checklist = fields.take("checklist");
    int version = (int) fields.takeNumber("version", ChecklistPublished.VERSION_MAX);
    Instant at = fields.takeInstant("at");
    Id words = fields.has("remark") ? fields.take("remark", Id::parse) : null;
    List<Id> pictures = fields.takeAll("photo", Id::parse);
    var answers = new ArrayList<Answer>();
    while (fields.has("item")) {
      answers.add(Answer.read(fields));
    }
    var inspected =
        new SiteInspected(
            number,
            place,
            checklist,
            version,
            at,
            answers,
            words,
            pictures,
            fields.take("synthetic", Site::yes),
            fields.take("by"));
    fields.end();
    return inspected;
  }
}

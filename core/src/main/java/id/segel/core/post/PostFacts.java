package id.segel.core.post;

import id.segel.core.fact.Fact;
import id.segel.core.fact.Fields;
import org.jspecify.annotations.Nullable;

/** The facts of this package, by their names. */
public final class PostFacts {

  private PostFacts() {}

  /** Reads a fact of this name; null when it is none of these. */
  public static @Nullable Fact read(String name, Fields fields) {
    return switch (name) {
      case "PostOpened" -> PostOpened.read(fields);
      case "PostMoved" -> PostMoved.read(fields);
      case "PostClosed" -> PostClosed.read(fields);
      case "PostShiftSet" -> PostShiftSet.read(fields);
      case "PostCheckedIn" -> PostCheckedIn.read(fields);
      case "PostFellSilent" -> PostFellSilent.read(fields);
      case "PostSilenceEnded" -> PostSilenceEnded.read(fields);
      default -> null;
    };
  }
}

package id.segel.server.picture;

import id.segel.server.picture.PictureStore.Kept;
import id.segel.server.picture.PictureStore.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** Whether each picture has its file with the bytes that its name was made of. */
@Component
public class PictureCheck {

  private static final int TOLD = 20;

  private final PictureStore store;
  private final PictureFiles files;

  PictureCheck(PictureStore store, PictureFiles files) {
    this.store = store;
    this.files = files;
  }

  /**
   * What was found.
   *
   * @param pictures that are kept, by their rows
   * @param problems files that are missing or altered; the first few
   * @param strays files that no row names, which an upload leaves when the server dies; the first
   *     few
   */
  public record Found(long pictures, List<String> problems, List<String> strays) {}

  /** Looks at every file. */
  public Found look() throws IOException {
    long pictures = 0;
    var problems = new ArrayList<String>();
    var strays = new ArrayList<String>();
    for (String other : files.others()) {
      tell(strays, "pictures/" + other + " is not Segel's");
    }
    for (int first = 0; first < 256; first++) {
      List<Row> rows = store.kept(first);
      Set<String> names = files.names(first);
      for (Row row : rows) {
        pictures++;
        Kept kept = row.kept();
        if (kept == null) {
          continue; // Erased since it was asked for.
        }
        if (!names.remove(HexFormat.of().formatHex(kept.sha256()))) {
          tell(problems, "the file of picture " + row.hash() + " is missing");
        } else if (!Pictures.isWhole(files.path(kept.sha256()), row, kept)) {
          tell(problems, "the file of picture " + row.hash() + " was altered");
        }
      }
      for (String name : names) {
        tell(
            strays,
            "pictures/" + name.substring(0, 2) + "/" + name.substring(2) + " belongs to nothing");
      }
    }
    return new Found(pictures, problems, strays);
  }

  private static void tell(List<String> list, String sentence) {
    if (list.size() < TOLD) {
      list.add(sentence);
    }
  }
}

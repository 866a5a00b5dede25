package id.segel.server;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Audit;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.server.custody.GuardCheck;
import id.segel.server.log.Entries;
import id.segel.server.log.FactLog;
import id.segel.server.log.Followers;
import id.segel.server.log.Publisher;
import id.segel.server.picture.PictureCheck;
import id.segel.server.stock.StockCheck;
import id.segel.tlog.merkle.Edge;
import id.segel.tlog.merkle.Hash;
import id.segel.tlog.note.Ed25519;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code fsck}: whether this installation's database holds. Every entry is hashed into the tree
 * again, every signature checked, every discrepancy derived anew, guard rows and views compared
 * with what follows, and every picture with its hash. With {@code --keep-views} views are left as
 * they are, which takes a fraction of the time.
 */
@Component
class Fsck implements Command {

  private static final int STEP = 2_000;

  private final FactLog log;
  private final Entries entries;
  private final Publisher publisher;
  private final GuardCheck guards;
  private final StockCheck stock;
  private final Followers followers;
  private final PictureCheck pictures;

  Fsck(
      FactLog log,
      Entries entries,
      Publisher publisher,
      GuardCheck guards,
      StockCheck stock,
      Followers followers,
      PictureCheck pictures) {
    this.log = log;
    this.entries = entries;
    this.publisher = publisher;
    this.guards = guards;
    this.stock = stock;
    this.followers = followers;
    this.pictures = pictures;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    var typed = new Typed(arguments, List.of(), List.of("--json", "--keep-views"));
    boolean keepsViews = typed.has("--keep-views");
    var problems = new ArrayList<String>();
    var audit = new Audit();
    Publisher.Published published = publisher.newest().orElseThrow();
    Edge committed = log.tree();
    Edge tree = read(committed.size(), audit, problems);
    if (!tree.root().equals(committed.root())) {
      problems.add("the entries do not make the root of the tree");
    }
    Edge signed = published.edge();
    if (signed.size() < tree.size() && !hashed(signed.size()).root().equals(signed.root())) {
      problems.add("the entries do not make the root of the checkpoint");
    }
    audit
        .successions()
        .forEach((index, succeeded) -> {
          if (succeeded.size() <= index
              && !hashed(succeeded.size()).root().base64().equals(succeeded.root().toString())) {
            problems.add("entry " + index + " names a root that the log before it did not have");
          }
        });
    problems.addAll(audit.problems());
    problems.addAll(guards.differences(audit.chains()));
    problems.addAll(stock.differences(audit.stock()));
    if (!keepsViews) {
      for (Followers.Rebuilt view : followers.rebuild()) {
        if (!view.isEqual()) {
          problems.add("the view " + view.schema() + " was not what follows from the log");
        }
      }
    }
    PictureCheck.Found files = pictures.look();
    problems.addAll(files.problems());
    if (typed.has("--json")) {
      out.println(
          JsonMapper.shared()
              .writeValueAsString(
                  Map.of(
                      "entries", tree.size(),
                      "statements", audit.statementCount(),
                      "pictures", files.pictures(),
                      "strays", files.strays(),
                      "views", keepsViews ? "kept" : "rebuilt",
                      "problems", problems,
                      "holds", problems.isEmpty())));
    } else {
      problems.forEach(out::println);
      files.strays().forEach(stray -> out.println("no fault, but look: " + stray));
      out.println(
          (problems.isEmpty() ? "This installation holds: " : "This installation does NOT hold: ")
              + tree.size()
              + " entries, "
              + audit.statementCount()
              + " statements, "
              + files.pictures()
              + " pictures"
              + (keepsViews ? "; its views were not rebuilt." : "."));
    }
    return problems.isEmpty() ? 0 : 1;
  }

  /** The tree of the first entries. */
  private Edge hashed(long size) {
    Edge tree = Edge.EMPTY;
    for (long from = 0; from < size; from += STEP) {
      tree =
          tree.append(
                  entries.from(from, (int) Math.min(STEP, size - from)).stream()
                      .map(leaf -> Hash.leaf(leaf.bytes()))
                      .toList())
              .edge();
    }
    return tree;
  }

  private Edge read(long size, Audit audit, List<String> problems) {
    Edge tree = Edge.EMPTY;
    for (long from = 0; from < size; from += STEP) {
      // Hashes and signatures on all cores; what they say in its order.
      List<Read> read =
          entries.from(from, (int) Math.min(STEP, size - from)).parallelStream()
              .map(Read::of)
              .toList();
      for (Read one : read) {
        switch (one.said) {
          case RecordedStatement statement -> audit.statement(statement);
          case Fact fact -> audit.fact(one.index, one.recorded, fact);
          default -> problems.add("entry " + one.index + ": " + one.said);
        }
      }
      tree = tree.append(read.stream().map(Read::hash).toList()).edge();
    }
    audit.end(size);
    return tree;
  }

  /**
   * One entry.
   *
   * @param said a statement whose signatures hold, a fact, or what is wrong with it
   */
  private record Read(long index, Instant recorded, Hash hash, Object said) {

    static Read of(Entries.Leaf leaf) {
      Entry entry = Entry.decode(leaf.bytes());
      return new Read(
          leaf.index(), entry.recorded(), Hash.leaf(leaf.bytes()), said(leaf.index(), entry));
    }

    private static Object said(long index, Entry entry) {
      if (entry.kind() == Entry.Kind.FACT) {
        return Facts.read(entry.body());
      }
      try {
        SignedStatement signed = SignedStatement.open(entry.body(), Ed25519.shared());
        return RecordedStatement.of(signed, index, entry.recorded(), entry.skewSeconds());
      } catch (SignedStatement.FlawedException e) {
        return String.valueOf(e.getMessage());
      }
    }
  }
}

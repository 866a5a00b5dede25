package id.segel.server;

import id.segel.core.custody.RecordedStatement;
import id.segel.core.custody.SignedStatement;
import id.segel.core.exchange.Audit;
import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code fsck}: whether this installation's database holds. Every entry is hashed into the tree
 * again, every signature checked, every discrepancy derived anew, guard rows and views compared
 * with what follows, and every picture with its hash.
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
    var typed = new Typed(arguments, List.of(), List.of("--json"));
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
    for (Followers.Rebuilt view : followers.rebuild()) {
      if (!view.isEqual()) {
        problems.add("the view " + view.schema() + " was not what follows from the log");
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
              + " pictures.");
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
      var hashes = new ArrayList<Hash>();
      for (Entries.Leaf leaf : entries.from(from, (int) Math.min(STEP, size - from))) {
        hashes.add(Hash.leaf(leaf.bytes()));
        Entry entry = Entry.decode(leaf.bytes());
        if (entry.kind() == Entry.Kind.FACT) {
          audit.fact(leaf.index(), entry.recorded(), Facts.read(entry.body()));
          continue;
        }
        try {
          SignedStatement signed = SignedStatement.open(entry.body(), Ed25519.shared());
          audit.statement(
              RecordedStatement.of(signed, leaf.index(), entry.recorded(), entry.skewSeconds()));
        } catch (SignedStatement.FlawedException e) {
          problems.add("entry " + leaf.index() + ": " + e.getMessage());
        }
      }
      tree = tree.append(hashes).edge();
    }
    audit.end(size);
    return tree;
  }
}

package id.segel.core.custody;

import id.segel.core.box.BoxId;
import id.segel.core.fact.Id;
import id.segel.core.fact.MalformedException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One box's chain, folded from all its statements at once: a function of the set, so every order of
 * arrival gives the same. Statements form a tree by what they follow. The chain goes from its root
 * as long as one child counts. Where several count it is a fork: the chain goes on along the one
 * branch that another hand has accepted, or the one that was not withdrawn; where that does not
 * decide, it stops before the fork and the box stays with the last undisputed holder.
 */
final class Fold {

  /** One contradiction, told from others of the same box by kind and what it is about. */
  record Finding(Discrepancy kind, @Nullable Id about) {}

  private record Node(RecordedStatement statement, Steps.Step step) {}

  private final BoxId box;
  private final Map<@Nullable Id, List<RecordedStatement>> followers = new HashMap<>();
  private final CustodyRules.Voids voids;
  private final Steps.Context context;

  private final Set<Id> onChain = new HashSet<>();
  private final Set<Id> reached = new HashSet<>();
  private final Map<Finding, List<Id>> found = new LinkedHashMap<>();
  private final Set<Finding> closed = new LinkedHashSet<>();
  private BoxState state;

  private Fold(
      BoxId box,
      List<RecordedStatement> statements,
      CustodyRules.Voids voids,
      Steps.Context context) {
    this.box = box;
    this.voids = voids;
    this.context = context;
    this.state = BoxState.unknown(box);
    for (RecordedStatement statement : statements) {
      followers.computeIfAbsent(statement.predecessor(box), id -> new ArrayList<>()).add(statement);
    }
    for (List<RecordedStatement> siblings : followers.values()) {
      siblings.sort(Comparator.comparing(RecordedStatement::id));
    }
  }

  /** Folds the statements of one box. */
  static Fold of(
      BoxId box,
      List<RecordedStatement> statements,
      CustodyRules.Voids voids,
      Steps.Context context) {
    var fold = new Fold(box, statements, voids, context);
    fold.judgeAll();
    fold.follow();
    fold.closeMissing();
    return fold;
  }

  BoxState state() {
    return state;
  }

  /** Everything found, with the statements that take part. */
  Map<Finding, List<Id>> found() {
    return found;
  }

  /** What of it is over. */
  Set<Finding> closed() {
    return closed;
  }

  boolean isOnChain(Id statement) {
    return onChain.contains(statement);
  }

  /** Whether what it follows has not come. */
  boolean isPending(Id statement) {
    return !reached.contains(statement);
  }

  /** Judges each statement that hangs together with the root by the state it follows. */
  private void judgeAll() {
    record Open(@Nullable Id after, BoxState state, boolean counts) {}
    var open = new ArrayList<Open>();
    open.add(new Open(null, state, true));
    while (!open.isEmpty()) {
      Open next = open.removeLast();
      var counting = new ArrayList<Id>();
      for (RecordedStatement follower : followers.getOrDefault(next.after, List.of())) {
        if (!reached.add(follower.id())) {
          continue;
        }
        Steps.Step step = judge(next.state, follower);
        boolean counts = next.counts && step.counts();
        if (step.contradiction() != null) {
          found.put(new Finding(step.contradiction(), follower.id()), List.of(follower.id()));
        } else if (!next.counts) {
          found.put(new Finding(Discrepancy.OUT_OF_ORDER, follower.id()), List.of(follower.id()));
        }
        if (counts) {
          counting.add(follower.id());
        }
        open.add(new Open(follower.id(), step.next(), counts));
      }
      if (counting.size() > 1) {
        found.put(new Finding(Discrepancy.FORK, next.after), List.copyOf(counting));
      }
    }
  }

  /** Walks the chain from the root and settles each fork. */
  private void follow() {
    Id after = null;
    while (true) {
      List<Node> counting = counting(after, state);
      if (counting.isEmpty()) {
        return;
      }
      Node next = counting.size() == 1 ? counting.getFirst() : settle(after, counting);
      if (next == null) {
        return;
      }
      state = next.step.next();
      after = next.statement.id();
      onChain.add(after);
    }
  }

  private @Nullable Node settle(@Nullable Id after, List<Node> branches) {
    List<Node> taken = branches.stream().filter(this::isTaken).toList();
    if (taken.size() == 1) {
      if (branches.stream().allMatch(branch -> isTaken(branch) || isWithdrawn(branch))) {
        closed.add(new Finding(Discrepancy.FORK, after));
      }
      return taken.getFirst();
    }
    List<Node> standing = branches.stream().filter(branch -> !isWithdrawn(branch)).toList();
    if (standing.size() > 1) {
      return null;
    }
    closed.add(new Finding(Discrepancy.FORK, after));
    return standing.isEmpty() ? branches.getFirst() : standing.getFirst();
  }

  /** Whether another hand has taken the box on this branch. */
  private boolean isTaken(Node branch) {
    return counting(branch.statement.id(), branch.step.next()).stream()
        .anyMatch(node ->
            node.statement.statement().kind() == Statement.Kind.ACCEPT
                && node.step.contradiction() != Discrepancy.BOX_MISSING);
  }

  /** Whether the giver has taken back this branch and nothing else followed it. */
  private boolean isWithdrawn(Node branch) {
    List<Node> next = counting(branch.statement.id(), branch.step.next());
    return next.size() == 1
        && next.getFirst().statement.statement().kind() == Statement.Kind.WITHDRAW;
  }

  private List<Node> counting(@Nullable Id after, BoxState before) {
    var nodes = new ArrayList<Node>();
    for (RecordedStatement follower : followers.getOrDefault(after, List.of())) {
      Steps.Step step = judge(before, follower);
      if (step.counts() && reached.contains(follower.id())) {
        nodes.add(new Node(follower, step));
      }
    }
    return nodes;
  }

  private Steps.Step judge(BoxState before, RecordedStatement statement) {
    return voids.isVoid(statement, () -> descendants(statement))
        ? new Steps.Step(before, false, null)
        : Steps.apply(before, statement, box, context);
  }

  private List<RecordedStatement> descendants(RecordedStatement statement) {
    var all = new LinkedHashMap<Id, RecordedStatement>();
    var open = new ArrayList<RecordedStatement>(List.of(statement));
    while (!open.isEmpty()) {
      for (RecordedStatement next : followers.getOrDefault(open.removeLast().id(), List.of())) {
        if (all.putIfAbsent(next.id(), next) == null) {
          open.add(next);
        }
      }
    }
    return List.copyOf(all.values());
  }

  /**
   * A box declared missing is found again when a later acceptance on the chain receives it; one
   * taken without a phone is confirmed by the statement that says so.
   */
  private void closeMissing() {
    var missing = new ArrayList<Finding>();
    Id after = null;
    BoxState at = BoxState.unknown(box);
    while (true) {
      Node next =
          counting(after, at).stream()
              .filter(node -> onChain.contains(node.statement.id()))
              .findFirst()
              .orElse(null);
      if (next == null) {
        break;
      }
      if (next.statement.statement().kind() == Statement.Kind.CONFIRM) {
        closed.add(new Finding(Discrepancy.TAKEN_WITHOUT_PHONE, after));
      }
      after = next.statement.id();
      at = next.step.next();
      if (next.step.contradiction() == Discrepancy.BOX_MISSING) {
        missing.add(new Finding(Discrepancy.BOX_MISSING, after));
      } else if (next.statement.statement().kind() == Statement.Kind.ACCEPT) {
        closed.addAll(missing);
        missing.clear();
      }
    }
    if (!missing.isEmpty()) {
      state = state.troubled(true);
    }
  }

  /** The chain of a box, from its start to its tip, by walking back. */
  static List<RecordedStatement> chain(BoxState state, CustodyChains.Statements statements) {
    var chain = new ArrayList<RecordedStatement>();
    Id next = state.tip();
    while (next != null) {
      RecordedStatement statement = statements.of(next);
      if (statement == null) {
        throw new MalformedException("statement " + next + " is on a chain and not in the log");
      }
      chain.addFirst(statement);
      next = statement.predecessor(state.box());
    }
    return chain;
  }
}

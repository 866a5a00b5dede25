package id.segel.cli;

import id.segel.planner.Constraints;
import id.segel.planner.Instances;
import id.segel.planner.Instances.Instance;
import id.segel.planner.Plan;
import id.segel.planner.Search;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** What routes the planner finds on a public instance, in a set time. */
final class BenchPlan {

  private final Args args;
  private final Printer printer;

  BenchPlan(Args args, Printer printer) {
    this.args = args;
    this.printer = printer;
  }

  int run() throws IOException, InterruptedException {
    if (!args.isSet("--instance")) {
      throw new Args.BadArgsException("bench plan needs --instance FILE");
    }
    int seconds = (int) args.number("--seconds", 30, 1, 3_600);
    int threads = (int) args.number("--threads", 1, 1, 64);
    long seed = args.number("--seed", 1, 0, Long.MAX_VALUE / 2);
    Instance instance = read(Path.of(args.get("--instance", "")));
    long began = System.nanoTime();
    double limit = seconds * 1e9;
    Plan best = best(instance, threads, seed, () -> (System.nanoTime() - began) / limit);
    double took = (System.nanoTime() - began) / 1e9;
    List<Constraints.Breach> broken = Constraints.breaches(instance.problem(), best);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("instance", instance.name());
    answer.put("stops", instance.problem().stops().size());
    answer.put("cost", (double) best.cost() / instance.scale());
    answer.put("routes", best.trips().stream().mapToInt(List::size).sum());
    answer.put("unserved", best.unserved().size());
    answer.put("broken", broken.size());
    answer.put("seconds", Math.round(took * 10) / 10.0);
    answer.put("threads", threads);
    printer.figures(answer, args.has("--json"));
    return broken.isEmpty() ? Segel.DONE : Segel.NO;
  }

  private static Instance read(Path file) throws IOException {
    try {
      return Instances.read(Files.readString(file));
    } catch (IllegalArgumentException e) {
      throw new Args.BadArgsException(file.getFileName() + ": " + e.getMessage());
    }
  }

  /** The best of searches that know nothing of each other. */
  private static Plan best(Instance instance, int threads, long seed, DoubleSupplier progress)
      throws InterruptedException {
    try (ExecutorService each = Executors.newFixedThreadPool(threads)) {
      List<Callable<Plan>> searches = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        RandomGenerator own = RandomGeneratorFactory.of("L64X128MixRandom").create(seed + i);
        searches.add(() -> Search.solve(instance.problem(), own, progress));
      }
      return each.invokeAll(searches).stream()
          .map(Future::resultNow)
          .min(
              Comparator.comparingInt((Plan one) -> one.unserved().size())
                  .thenComparingLong(Plan::cost))
          .orElseThrow();
    }
  }
}

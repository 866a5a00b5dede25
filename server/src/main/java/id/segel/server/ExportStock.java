package id.segel.server;

import id.segel.core.fact.MalformedException;
import id.segel.server.log.Followers;
import id.segel.server.log.Publisher;
import id.segel.server.stock.StockExport;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** {@code export}: a list of the stock pages as a file, on stdout. */
@Component
class ExportStock implements Command {

  private static final long LOOK_NANOS = 50_000_000;

  private final StockExport exports;
  private final Followers followers;
  private final Publisher publisher;

  ExportStock(StockExport exports, Followers followers, Publisher publisher) {
    this.exports = exports;
    this.followers = followers;
    this.publisher = publisher;
  }

  @Override
  public int run(List<String> arguments, PrintStream out) throws Exception {
    var typed = new Typed(arguments, List.of("--format", "--region", "--place"), List.of());
    @Nullable String format = typed.value("--format");
    if (typed.rest().size() != 1 || format == null) {
      throw new IllegalArgumentException(
          "Name what and how: export board|findings|consignments|readiness|rates|packing"
              + " --format csv|xlsx [--region DIGITS | --place CODE].");
    }
    StockExport.Asked asked;
    try {
      asked =
          StockExport.Asked.of(
              typed.rest().getFirst(), format, typed.value("--region"), typed.value("--place"));
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.reason() + ".", e);
    }
    long size = publisher.newest().map(one -> one.size()).orElse(0L);
    while (followers.position() < size) {
      LockSupport.parkNanos(LOOK_NANOS);
    }
    exports.write(asked, out);
    return 0;
  }
}

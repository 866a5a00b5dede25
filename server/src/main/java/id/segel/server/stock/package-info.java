/**
 * Every sheet counted. A desk proposes facts ({@link id.segel.server.stock.StockController}), the
 * rules judge them in the log's own thread ({@link id.segel.server.stock.Stock}), the projector
 * keeps movements, sums and lists for the pages.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "log",
      "clock",
      "database",
      "region",
      "custody",
      "paper",
      "picture"
    })
@NullMarked
package id.segel.server.stock;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

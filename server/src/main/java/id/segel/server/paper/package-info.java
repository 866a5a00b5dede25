/**
 * Official papers as PDF, and what they are drawn with. An official paper is a {@link
 * id.segel.server.paper.Paper}: say what stands on it, {@link id.segel.server.paper.PaperPrinter}
 * sets it. {@link id.segel.server.paper.BoxListController} is the shortest example. Sheets of other
 * kinds are drawn with {@link id.segel.server.paper.Ink}.
 */
@ApplicationModule(allowedDependencies = {"http", "log", "region", "clock"})
@NullMarked
package id.segel.server.paper;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

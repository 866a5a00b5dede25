/**
 * Labels with QR and Code 128 for boxes, seals, koli, bundles, cages and places: what stands on one
 * ({@link id.segel.server.label.Labels}), how it is drawn ({@link
 * id.segel.server.label.LabelPainter}), a whole province of them ({@link
 * id.segel.server.label.LabelJobs}), and where the address in the QR leads ({@link
 * id.segel.server.label.LinkController}).
 */
@ApplicationModule(allowedDependencies = {"http", "region", "paper"})
@NullMarked
package id.segel.server.label;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Evidence for a court: what the log says about a box, a TPS, a discrepancy or a finding, as one
 * zip that is checked without us. Format: docs/formats/evidence.md. Start at {@link
 * id.segel.server.evidence.Gatherer}, then EvidenceZip.
 */
@ApplicationModule(
    allowedDependencies = {
      "http", "clock", "log", "access", "region", "paper", "picture", "custody", "stock"
    })
@NullMarked
package id.segel.server.evidence;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

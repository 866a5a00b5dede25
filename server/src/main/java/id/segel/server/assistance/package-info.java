/**
 * Police at a TPS: the KPPS asks, they come and go, each a fact. {@link
 * id.segel.server.assistance.AssistanceController} is the door, AssistanceRegister the fold of the
 * log that requests read.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "region", "custody"})
@NullMarked
package id.segel.server.assistance;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

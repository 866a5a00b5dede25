/**
 * Weather of BMKG and the sentinel that looks at rain. WeatherPoll asks for forecasts and warnings
 * within BMKG's limit, ForecastJson and CapXml read what comes, WeatherStore keeps it; RainSentinel
 * finds which sites are in danger, says so to the log and opens the task, RainRegister is the fold
 * of the log that requests read.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "clock",
      "log",
      "region",
      "custody",
      "warehouse",
      "incident",
      "outbound"
    })
@NullMarked
package id.segel.server.weather;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

/**
 * Findings told by e-mail, webhook, browser and Telegram to those who asked for it. The Newsroom
 * hears what becomes of findings, the Dispatcher puts it into notices, messages and on its way, the
 * Outbox keeps all of them; {@link id.segel.server.notification.NotificationController} is the door
 * for each person's own channels. Addresses never leave this package, but for where they lead.
 */
@ApplicationModule(
    allowedDependencies = {
      "http",
      "clock",
      "log",
      "region",
      "custody",
      "finding",
      "paper",
      "outbound",
      "secret"
    })
@NullMarked
package id.segel.server.notification;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

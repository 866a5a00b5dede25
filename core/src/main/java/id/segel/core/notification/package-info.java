/**
 * Telling people about findings who are not looking at a page: who wants to know what, when it is
 * told, and how often it is tried. Start at {@link id.segel.core.notification.NotificationRules}.
 */
@NullMarked
package id.segel.core.notification;

import org.jspecify.annotations.NullMarked;

/**
 * The Spring application: one package per capability. Start at {@link id.segel.server.SegelServer}.
 */
@NullMarked
package id.segel.server;

import org.jspecify.annotations.NullMarked;

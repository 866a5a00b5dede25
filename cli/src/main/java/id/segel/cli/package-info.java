/**
 * The command line tools. Start at {@link id.segel.cli.Segel}; each command has a class of its
 * name, and {@link id.segel.cli.Printer} alone prints.
 */
@NullMarked
package id.segel.cli;

import org.jspecify.annotations.NullMarked;

/**
 * Signed text, as in c2sp.org/signed-note, with Ed25519. {@code Note} is the text and its signature
 * lines; {@code NoteVerifier} and {@code NoteSigner} are the two ends of a named key; {@code
 * Ed25519} is the engine below both and decides whether a signature holds. Start at {@code Note}.
 */
@NullMarked
package id.segel.tlog.note;

import org.jspecify.annotations.NullMarked;

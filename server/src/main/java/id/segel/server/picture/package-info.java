/**
 * Pictures and papers beside the log: files by their SHA-256, named to everybody by a salted hash,
 * which is all that the log holds of them. They may show people: reading is traced, and a picture
 * can be erased. Start at {@link id.segel.server.picture.Pictures}, then Jpeg.
 */
@ApplicationModule(allowedDependencies = {"clock", "http"})
@NullMarked
package id.segel.server.picture;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

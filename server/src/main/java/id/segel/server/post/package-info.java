/**
 * Posts of the police and of those who help them: opened, moved and closed at a desk, manned by
 * shifts that check in. {@link id.segel.server.post.PostController} is the door, PostRegister the
 * fold of the log that requests read and what runs on the clock, Reach what is around a post.
 */
@ApplicationModule(allowedDependencies = {"http", "clock", "log", "region", "custody"})
@NullMarked
package id.segel.server.post;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;

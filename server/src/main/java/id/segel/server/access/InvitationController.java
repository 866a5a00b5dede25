package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.CLERK;
import static id.segel.server.http.Allow.Who.WATCHER;

import id.segel.core.personnel.Role;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/**
 * The commission invites those who will hold boxes and the participants' saksi; a body that watches
 * its own people; the administrator anybody.
 */
@RestController
class InvitationController {

  private static final Pattern NOBODY = Pattern.compile("");

  private final Invitations invitations;

  InvitationController(Invitations invitations) {
    this.invitations = invitations;
  }

  @Allow({ADMIN, CLERK, WATCHER})
  @PostMapping("/api/invitations")
  List<Invitations.Issued> invite(Caller caller, @RequestBody List<Invitations.Post> posts) {
    if (posts.isEmpty() || posts.size() > Invitations.BATCH_MAX) {
      throw Problem.malformed("One request has 1 to " + Invitations.BATCH_MAX + " invitations.");
    }
    for (Invitations.Post post : posts) {
      Territories.check(post.role(), post.territory());
      if (!(post.role() == Role.SAKSI ? SigningCards.BODY : NOBODY)
          .matcher(post.body())
          .matches()) {
        throw Problem.malformed(
            "A saksi watches for somebody, by 1 to 24 of A-Z, 0-9 and dash; nobody else does.");
      }
      Territories.checkBelow(caller, post.role(), post.territory());
    }
    return invitations.issue(posts, String.valueOf(caller.code()));
  }
}

package id.segel.server.access;

import static id.segel.server.http.Allow.Who.ADMIN;
import static id.segel.server.http.Allow.Who.KPU;

import id.segel.core.personnel.Role;
import id.segel.server.http.Allow;
import id.segel.server.http.Caller;
import id.segel.server.http.Problem;
import java.util.List;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The commission invites those who will hold boxes; the administrator anybody. */
@RestController
class InvitationController {

  private final Invitations invitations;

  InvitationController(Invitations invitations) {
    this.invitations = invitations;
  }

  @Allow({ADMIN, KPU})
  @PostMapping("/api/invitations")
  List<Invitations.Issued> invite(Caller caller, @RequestBody List<Invitations.Post> posts) {
    if (posts.isEmpty() || posts.size() > Invitations.BATCH_MAX) {
      throw Problem.malformed("One request has 1 to " + Invitations.BATCH_MAX + " invitations.");
    }
    for (Invitations.Post post : posts) {
      Territories.check(post.role(), post.territory());
      if (!caller.isAdmin() && !isBelow(caller, post)) {
        throw Problem.notAllowed(
            "You may invite the commission's people of your territory, not "
                + post.role()
                + " of "
                + post.territory()
                + ".");
      }
    }
    return invitations.issue(posts, String.valueOf(caller.code()));
  }

  private static boolean isBelow(Caller caller, Invitations.Post post) {
    Role role = caller.role();
    String territory = caller.territory();
    return role != null
        && territory != null
        && post.role().isHolder()
        && post.role().compareTo(role) >= 0
        && post.territory().startsWith(territory);
  }
}

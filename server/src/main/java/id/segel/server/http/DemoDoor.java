package id.segel.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Knows the simulator of a demo: it calls from this machine, and with the secret that only this
 * installation's owner can read.
 */
final class DemoDoor extends OncePerRequestFilter {

  static final String HEADER = "Segel-Demo";

  private final byte[] secret;

  private DemoDoor(String secret) {
    this.secret = secret.getBytes(StandardCharsets.US_ASCII);
  }

  /** With the secret of this file, which is made when it is not there. */
  static DemoDoor open(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(file, HexFormat.of().formatHex(random));
    }
    return new DemoDoor(Files.readString(file).strip());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String shown = request.getHeader(HEADER);
    if (shown != null
        && InetAddress.ofLiteral(request.getRemoteAddr()).isLoopbackAddress()
        && MessageDigest.isEqual(secret, shown.getBytes(StandardCharsets.US_ASCII))) {
      Caller.DEMO.attachTo(request);
    }
    chain.doFilter(request, response);
  }
}

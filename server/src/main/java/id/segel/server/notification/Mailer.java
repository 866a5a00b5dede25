package id.segel.server.notification;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * Sends messages by the mail server of the settings {@code segel.smtp.*}. Without a host there is
 * no e-mail. A connection that is not encrypted is used on this machine alone, or where the setting
 * {@code segel.smtp.security} says {@code none}.
 */
@Component
class Mailer {

  private static final String PATIENCE_MILLIS = "10000";
  private static final int ADDRESS_MAX = 254;
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  private final String host;
  private final int port;
  private final String user;
  private final String password;
  private final String from;
  private final Clock real;
  private final Session session;

  Mailer(
      @Value("${segel.smtp.host:}") String host,
      @Value("${segel.smtp.port:587}") int port,
      @Value("${segel.smtp.security:}") String security,
      @Value("${segel.smtp.user:}") String user,
      @Value("${segel.smtp.password:}") String password,
      @Value("${segel.smtp.password-file:}") String passwordFile,
      @Value("${segel.smtp.from:}") String from,
      Clock real)
      throws IOException {
    this.host = host;
    this.port = port;
    this.user = user;
    this.password =
        passwordFile.isEmpty() ? password : Files.readString(Path.of(passwordFile)).strip();
    this.from = from;
    this.real = real;
    if (!host.isEmpty() && !isAddress(from)) {
      throw new IllegalStateException(
          "segel.smtp.from is the address that mails come from, like segel@kpu.example.");
    }
    this.session = Session.getInstance(properties(secured(security)));
  }

  private String secured(String security) {
    String how = security.isEmpty() ? LOOPBACK.contains(host) ? "none" : "starttls" : security;
    if (!Set.of("none", "starttls", "tls").contains(how)) {
      throw new IllegalStateException("segel.smtp.security is starttls, tls or none, not " + how);
    }
    return how;
  }

  private Properties properties(String security) {
    var all = new Properties();
    all.put("mail.smtp.connectiontimeout", PATIENCE_MILLIS);
    all.put("mail.smtp.timeout", PATIENCE_MILLIS);
    all.put("mail.smtp.writetimeout", PATIENCE_MILLIS);
    all.put("mail.smtp.auth", Boolean.toString(!user.isEmpty()));
    all.put("mail.smtp.ssl.enable", Boolean.toString(security.equals("tls")));
    all.put("mail.smtp.starttls.enable", Boolean.toString(security.equals("starttls")));
    all.put("mail.smtp.starttls.required", Boolean.toString(security.equals("starttls")));
    all.put("mail.smtp.ssl.checkserveridentity", "true");
    all.put("mail.smtp.ssl.protocols", "TLSv1.2 TLSv1.3");
    all.put("mail.smtp.from", from);
    return all;
  }

  boolean isSetUp() {
    return !host.isEmpty();
  }

  /** Whether this is one plain address, which can be nothing else in a header. */
  static boolean isAddress(String text) {
    if (text.length() > ADDRESS_MAX
        || !text.matches("[A-Za-z0-9._%+'-]{1,64}@[A-Za-z0-9.-]+[.][A-Za-z0-9-]{2,}")) {
      return false;
    }
    try {
      new InternetAddress(text, true).validate();
      return true;
    } catch (AddressException e) {
      return false;
    }
  }

  Message.Outcome send(Channel channel, Message message) {
    if (!isSetUp()) {
      return Message.Outcome.failed("NO_SMTP", "");
    }
    try (Transport transport = session.getTransport("smtp")) {
      MimeMessage mail = mail(channel, message);
      transport.connect(host, port, user.isEmpty() ? null : user, user.isEmpty() ? null : password);
      transport.sendMessage(mail, mail.getAllRecipients());
      return Message.Outcome.taken("250");
    } catch (MessagingException e) {
      return outcome(e);
    }
  }

  private MimeMessage mail(Channel channel, Message message) throws MessagingException {
    String domain = from.substring(from.indexOf('@') + 1);
    var mail =
        new MimeMessage(session) {
          @Override
          protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + message.id() + "@" + domain + ">");
          }
        };
    mail.setFrom(new InternetAddress(from, true));
    mail.setRecipient(
        jakarta.mail.Message.RecipientType.TO, new InternetAddress(channel.address(), true));
    mail.setSubject(oneLine(message.subject()), StandardCharsets.UTF_8.name());
    mail.setText(message.body(), StandardCharsets.UTF_8.name());
    mail.setSentDate(Date.from(real.instant()));
    mail.setHeader("Auto-Submitted", "auto-generated");
    mail.setHeader("List-Unsubscribe", "<" + oneLine(channel.base()) + "/notifications>");
    return mail;
  }

  /** A text that ends no header. */
  static String oneLine(String text) {
    return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
  }

  private static Message.Outcome outcome(MessagingException failed) {
    for (Exception e = failed; e != null; e = next(e)) {
      switch (e) {
        case AuthenticationFailedException it -> {
          return Message.Outcome.failed("SMTP_LOGIN", "");
        }
        case SMTPAddressFailedException it -> {
          return said(it.getReturnCode());
        }
        case SMTPSendFailedException it when it.getNextException() == null -> {
          return said(it.getReturnCode());
        }
        case UnknownHostException it -> {
          return Message.Outcome.failed("NO_CONNECTION", "");
        }
        case ConnectException it -> {
          return Message.Outcome.failed("NO_CONNECTION", "");
        }
        case SSLException it -> {
          return Message.Outcome.failed("TLS_FAILED", "");
        }
        default -> {}
      }
    }
    String why = oneLine(String.valueOf(failed.getMessage()));
    boolean isTls = why.contains("STARTTLS");
    return Message.Outcome.failed(isTls ? "TLS_FAILED" : "NO_ANSWER", isTls ? "STARTTLS" : "");
  }

  /** Its words may name the address, so the code is all that is kept. */
  private static Message.Outcome said(int code) {
    String answer = Integer.toString(code);
    return code >= 500
        ? Message.Outcome.refused("SMTP", answer)
        : Message.Outcome.failed("SMTP", answer);
  }

  private static @Nullable Exception next(Exception e) {
    if (e instanceof MessagingException it && it.getNextException() != null) {
      return it.getNextException();
    }
    return e.getCause() instanceof Exception cause ? cause : null;
  }
}

package id.segel.server.http;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * In a demo, HTTPS for phones of the same network, beside the plain HTTP that stays on this
 * machine. There is no such door in production, where one certificate is for everybody.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(name = "segel.demo")
class LanDoor {

  @Bean
  @ConditionalOnProperty("segel.lan.port")
  WebServerFactoryCustomizer<TomcatServletWebServerFactory> lanDoors(
      @Value("${segel.lan.addresses}") List<InetAddress> addresses,
      @Value("${segel.lan.port}") int port,
      @Value("${segel.lan.certificate}") Path certificate,
      @Value("${segel.lan.key}") Path key) {
    return factory ->
        factory.addAdditionalConnectors(
            addresses.stream()
                .map(address -> door(address, port, certificate, key))
                .toArray(Connector[]::new));
  }

  private static Connector door(InetAddress address, int port, Path certificate, Path key) {
    var host = new SSLHostConfig();
    host.setProtocols("TLSv1.2+TLSv1.3");
    var files = new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    files.setCertificateFile(certificate.toString());
    files.setCertificateKeyFile(key.toString());
    host.addCertificate(files);
    var door = new Connector("org.apache.coyote.http11.Http11NioProtocol");
    door.setProperty("address", address.getHostAddress());
    door.setPort(port);
    door.setScheme("https");
    door.setSecure(true);
    door.setProperty("SSLEnabled", "true");
    door.addSslHostConfig(host);
    return door;
  }
}

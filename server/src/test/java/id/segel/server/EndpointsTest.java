package id.segel.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;

import id.segel.server.http.Allow;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMapping;

/** No endpoint without a named caller; the server itself does not start with one either. */
class EndpointsTest {

  @Test
  void everyEndpointSaysWhoMayCallIt() {
    methods()
        .that()
        .areMetaAnnotatedWith(RequestMapping.class)
        .should()
        .beAnnotatedWith(Allow.class)
        .check(ModulesTest.CLASSES);
  }
}

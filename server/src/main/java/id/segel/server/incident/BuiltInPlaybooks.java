package id.segel.server.incident;

import id.segel.core.incident.Playbook;
import id.segel.core.incident.PlaybookCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;

/**
 * The playbooks that come with Segel: published when somebody says so, or when one is needed that
 * nobody has published, for a fire does not wait. A test holds each to have no fault.
 */
@Component
class BuiltInPlaybooks {

  /** One of them. */
  record BuiltIn(String text, Playbook playbook) {}

  private final Map<String, BuiltIn> all = new LinkedHashMap<>();

  BuiltInPlaybooks() throws IOException {
    Resource[] found =
        new PathMatchingResourcePatternResolver().getResources("classpath:/playbooks/*.yaml");
    Arrays.sort(found, Comparator.comparing(one -> String.valueOf(one.getFilename())));
    for (Resource one : found) {
      String text = one.getContentAsString(StandardCharsets.UTF_8);
      PlaybookCheck.Read read = PlaybookYaml.read(text);
      if (read.isFaulty()) {
        throw new IllegalStateException(one.getFilename() + ": " + read.faults());
      }
      Playbook playbook = Objects.requireNonNull(read.playbook());
      all.put(playbook.code(), new BuiltIn(text, playbook));
    }
  }

  Collection<BuiltIn> all() {
    return all.values();
  }

  @Nullable BuiltIn of(String code) {
    return all.get(code);
  }
}

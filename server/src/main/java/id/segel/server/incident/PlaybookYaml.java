package id.segel.server.incident;

import id.segel.core.incident.Fault;
import id.segel.core.incident.Outline;
import id.segel.core.incident.PlaybookCheck;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.representer.Representer;

/**
 * Reads the text of a playbook. Nothing is made of it but an outline of names, lists and values:
 * the library never makes an object, and anchors, aliases and tags are refused before it sees what
 * they are about.
 */
final class PlaybookYaml {

  /** 60 steps in two languages take about 30,000. */
  static final int LETTERS_MAX = 64 << 10;

  private static final int DEPTH_MAX = 8;

  private PlaybookYaml() {}

  /** Reads and checks it. */
  static PlaybookCheck.Read read(String text) {
    if (text.length() > LETTERS_MAX) {
      return faulty(Fault.Kind.TOO_LARGE, 0, "");
    }
    var options = new LoaderOptions();
    options.setCodePointLimit(LETTERS_MAX);
    options.setNestingDepthLimit(DEPTH_MAX);
    options.setMaxAliasesForCollections(0);
    options.setAllowRecursiveKeys(false);
    var dumping = new DumperOptions();
    var yaml = new Yaml(new SafeConstructor(options), new Representer(dumping), dumping, options);
    try {
      int depth = 0;
      for (Event event : yaml.parse(new StringReader(text))) {
        String reference = reference(event);
        if (reference != null) {
          return faulty(Fault.Kind.REFERENCES, line(event.getStartMark()), reference);
        }
        depth +=
            event instanceof CollectionStartEvent
                ? 1
                : event instanceof org.yaml.snakeyaml.events.CollectionEndEvent ? -1 : 0;
        if (depth > DEPTH_MAX) {
          return faulty(Fault.Kind.TOO_LARGE, line(event.getStartMark()), "");
        }
      }
      Node node = yaml.compose(new StringReader(text));
      return node == null
          ? faulty(Fault.Kind.NOT_YAML, 0, "empty")
          : PlaybookCheck.read(outline(node));
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      return faulty(
          Fault.Kind.NOT_YAML, mark == null ? 0 : line(mark), String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      return faulty(Fault.Kind.NOT_YAML, 0, "a character that no text has");
    }
  }

  private static PlaybookCheck.Read faulty(Fault.Kind kind, int line, String what) {
    return new PlaybookCheck.Read(null, List.of(new Fault(kind, line, "", what)));
  }

  private static @Nullable String reference(Event event) {
    if (event instanceof AliasEvent alias) {
      return "*" + alias.getAnchor();
    }
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      return "&" + node.getAnchor();
    }
    if (event instanceof ScalarEvent value) {
      return value.getTag();
    }
    return event instanceof CollectionStartEvent start ? start.getTag() : null;
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  private static Outline outline(Node node) {
    int line = line(node.getStartMark());
    return switch (node) {
      case ScalarNode value -> new Outline.Value(line, value.getValue());
      case SequenceNode list ->
          new Outline.Items(line, list.getValue().stream().map(PlaybookYaml::outline).toList());
      case MappingNode map -> {
        var fields = new ArrayList<Outline.Field>();
        for (NodeTuple field : map.getValue()) {
          Node key = field.getKeyNode();
          String name = key instanceof ScalarNode value ? value.getValue() : "?";
          fields.add(
              new Outline.Field(line(key.getStartMark()), name, outline(field.getValueNode())));
        }
        yield new Outline.Named(line, fields);
      }
      default -> new Outline.Value(line, "");
    };
  }
}

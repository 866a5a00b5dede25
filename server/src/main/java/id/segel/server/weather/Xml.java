package id.segel.server.weather;

import id.segel.server.weather.UnfitException.Why;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a strange document, with what is in it. Read without document types, without
 * entities, and with bounds on depth and number: how long the text is, its reader has seen.
 */
final class Xml {

  private static final int DEPTH_MAX = 16;
  private static final int ELEMENTS_MAX = 20_000;

  private final String name;
  private final String space;
  private final StringBuilder text = new StringBuilder();
  private final List<Xml> children = new ArrayList<>();

  private Xml(String name, String space) {
    this.name = name;
    this.space = space;
  }

  /** The root. */
  static Xml parse(String document) throws UnfitException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    try {
      XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(document));
      return read(reader);
    } catch (XMLStreamException e) {
      throw new UnfitException(Why.NOT_XML, e);
    }
  }

  private static Xml read(XMLStreamReader reader) throws XMLStreamException, UnfitException {
    var top = new Xml("", "");
    Deque<Xml> open = new ArrayDeque<>(List.of(top));
    int elements = 0;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String space = reader.getNamespaceURI();
          var one = new Xml(reader.getLocalName(), space == null ? "" : space);
          if (++elements > ELEMENTS_MAX || open.size() > DEPTH_MAX) {
            throw new UnfitException(Why.NOT_XML);
          }
          open.getLast().children.add(one);
          open.addLast(one);
        }
        case XMLStreamConstants.END_ELEMENT -> open.removeLast();
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            open.getLast().text.append(reader.getText());
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
            throw new UnfitException(Why.XML_WITH_DTD);
        default -> {}
      }
    }
    if (top.children.isEmpty()) {
      throw new UnfitException(Why.NOT_XML);
    }
    return top.children.getFirst();
  }

  /** Without its namespace. */
  String name() {
    return name;
  }

  String space() {
    return space;
  }

  /** All elements of this name in it. */
  List<Xml> all(String name) {
    return children.stream().filter(one -> one.name.equals(name)).toList();
  }

  /** The text of the first element of this name in it; empty where there is none. */
  String text(String name) {
    return children.stream()
        .filter(one -> one.name.equals(name))
        .map(Xml::text)
        .findFirst()
        .orElse("");
  }

  String text() {
    return text.toString().strip();
  }

  /** The text of the first element of this name in it, which must be there. */
  String need(String name) throws UnfitException {
    String text = text(name);
    if (text.isEmpty()) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    return text;
  }
}

package id.segel.cli;

import id.segel.core.box.BoxId;
import id.segel.core.personnel.Role;
import id.segel.sim.Phone;
import id.segel.sim.Phones;
import id.segel.sim.Province;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All boxes in trays of a hundred of one kelurahan, and phones that may hold them. */
final class Fleet {

  /** One way of sending: notes a request, boxes a note, requests at once. */
  record Shape(String name, int notes, int boxes, int lanes) {}

  private static final int TRAY = 100;
  private static final long MAX_SIGNED_BYTES = 400L << 20;

  private final List<Shape> shapes;
  private final List<Phone> phones = new ArrayList<>();
  private final List<BoxChain> trays = new ArrayList<>();
  private final Map<String, Dealt> lanes = new LinkedHashMap<>();

  Fleet(Province province, int devices, List<Shape> shapes) {
    this.shapes = shapes;
    int each = Math.max(4, devices / province.kelurahan().size());
    for (Province.Kelurahan one : province.kelurahan()) {
      var own = new ArrayList<Phone>(each);
      for (int i = 0; i < each; i++) {
        own.add(Phones.phone(1, Role.PPS, one.code(), i));
      }
      phones.addAll(own);
      var boxes = new ArrayList<BoxId>();
      for (Province.Station station : one.tps()) {
        for (int kind : province.kinds()) {
          boxes.add(BoxId.of(station.code(), kind, 1));
        }
      }
      for (int i = 0; i + TRAY <= boxes.size(); i += TRAY) {
        trays.add(
            new BoxChain(
                province.election(),
                own,
                trays.size(),
                boxes.subList(i, i + TRAY),
                province.at(1, 8, 0)));
      }
    }
  }

  List<Phone> phones() {
    return phones;
  }

  List<BoxChain> trays() {
    return trays;
  }

  /** The chains of a lane; each shape has its share of the trays. */
  Dealt lane(Shape shape, int number) {
    return lanes.computeIfAbsent(
        shape.name + " " + number,
        name -> {
          var dealt = new Dealt();
          int first = shapes.indexOf(shape);
          for (int i = first; i < trays.size(); i += shapes.size()) {
            if (i / shapes.size() % shape.lanes == number) {
              BoxChain tray = trays.get(i);
              dealt.chains.addAll(shape.boxes == 1 ? tray.split() : List.of(tray));
            }
          }
          return dealt;
        });
  }

  /** Signs so many notes for the lanes of a shape, as far as memory goes. */
  void sign(Shape shape, double notes) {
    long bytes = 0;
    long requests = (long) (notes / shape.notes);
    for (long i = 0; i < requests && bytes < MAX_SIGNED_BYTES; i++) {
      Dealt dealt = lane(shape, (int) (i % shape.lanes));
      byte[] body = dealt.body(shape);
      // Behind what is left of earlier ones: chains go in order.
      dealt.signed.add(body);
      bytes += body.length;
    }
  }

  static void frame(ByteArrayOutputStream body, byte[] note) {
    body.writeBytes((note.length + "\n").getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(note);
  }

  /** The chains of one lane, and bodies that were signed before. Owned by one thread at a time. */
  static final class Dealt {

    private final List<BoxChain> chains = new ArrayList<>();
    private final ArrayDeque<byte[]> signed = new ArrayDeque<>();
    private int next;

    Phone uploader() {
      return chains.getFirst().uploader();
    }

    /** So many of its chains, so that each comes by more often; before anything is signed. */
    void keep(int chainsMax) {
      chains.subList(Math.min(chainsMax, chains.size()), chains.size()).clear();
    }

    byte[] next(Shape shape) {
      byte[] ready = signed.poll();
      return ready == null ? body(shape) : ready;
    }

    byte[] body(Shape shape) {
      var body = new ByteArrayOutputStream(shape.notes * 640);
      for (int i = 0; i < shape.notes; i++) {
        frame(body, chains.get(next).say());
        next = (next + 1) % chains.size();
      }
      return body.toByteArray();
    }
  }
}

package id.segel.cli;

import java.util.List;

/** How far a box is, in words. */
final class Stages {

  /** The stages of a box, by their numbers. */
  static final List<String> NAMES =
      List.of(
          "none",
          "packed",
          "sealed",
          "kecamatan",
          "kelurahan",
          "tps",
          "opened",
          "resealed",
          "back-kelurahan",
          "back-kecamatan",
          "back-city");

  private Stages() {}
}

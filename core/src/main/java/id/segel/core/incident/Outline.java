package id.segel.core.incident;

import java.util.List;

/**
 * A text of names, lists and values, as whoever read it has it: each part with the line on which it
 * stands, and what stands twice still twice.
 */
public sealed interface Outline {

  /** From 1. */
  int line();

  /** A single value. */
  record Value(int line, String text) implements Outline {}

  /** Values one below the other. */
  record Items(int line, List<Outline> items) implements Outline {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** Names with what each has, in their order. */
  record Named(int line, List<Field> fields) implements Outline {
    public Named {
      fields = List.copyOf(fields);
    }
  }

  /** A name and what it has. */
  record Field(int line, String name, Outline value) {}
}

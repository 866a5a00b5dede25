package id.segel.core.finding;

import id.segel.core.fact.MalformedException;

/** Reads the name of a constant as facts write it. */
final class Named {

  private Named() {}

  /** {@link MalformedException} when there is none of this name. */
  static <E extends Enum<E>> E of(Class<E> type, String name) {
    for (E one : type.getEnumConstants()) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    throw new MalformedException("no " + type.getSimpleName() + " is called " + name);
  }
}

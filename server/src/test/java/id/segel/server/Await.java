package id.segel.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread brings about. */
public final class Await {

  private Await() {}

  /** Returns once it is so; fails when it has not come to that within a minute. */
  public static void await(BooleanSupplier isSo) {
    long until = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    while (!isSo.getAsBoolean()) {
      assertTrue(System.nanoTime() < until, "it did not come to that within a minute");
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}

package id.segel.server;

import java.io.PrintStream;
import java.util.List;

/** A command of the server's jar beside {@code serve}: a bean that {@link SegelServer} knows. */
public interface Command {

  /**
   * Runs it.
   *
   * @param arguments what was typed after its name, without {@code --data}
   * @param out for what it answers
   * @return 0 for done, 1 when the answer is no
   * @throws IllegalArgumentException when the arguments are not understood; the exit status is 2
   */
  int run(List<String> arguments, PrintStream out) throws Exception;
}

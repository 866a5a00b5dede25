package id.segel.core.custody;

import id.segel.core.fact.Id;
import id.segel.core.fact.PartyKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All recorded statements of a log, kept in memory: for a verifier, a simulator, a test. */
public final class RecordedStatements implements CustodyChains.Statements {

  private record Count(PartyKey device, long counter) {}

  private final Map<Id, RecordedStatement> byId = new HashMap<>();
  private final Map<Count, List<Id>> byCounter = new HashMap<>();

  public void add(RecordedStatement recorded) {
    byId.put(recorded.id(), recorded);
    var count = new Count(recorded.statement().by(), recorded.statement().counter());
    byCounter.computeIfAbsent(count, c -> new ArrayList<>(1)).add(recorded.id());
  }

  @Override
  public void signed(RecordedStatement recorded) {
    byId.put(recorded.id(), recorded);
  }

  @Override
  public @Nullable RecordedStatement of(Id id) {
    return byId.get(id);
  }

  @Override
  public List<Id> of(PartyKey device, long counter) {
    return byCounter.getOrDefault(new Count(device, counter), List.of());
  }

  public int size() {
    return byId.size();
  }
}

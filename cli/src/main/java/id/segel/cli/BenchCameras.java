package id.segel.cli;

import id.segel.cli.camera.CameraLoad;
import id.segel.cli.camera.OutageSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What the camera worker finds in a drawn set with known truth, and what it costs to run. */
final class BenchCameras {

  private final Args args;
  private final Printer printer;

  BenchCameras(Args args, Printer printer) {
    this.args = args;
    this.printer = printer;
  }

  int run() throws IOException, InterruptedException {
    Path ffmpeg = Path.of(args.get("--ffmpeg", "/usr/bin/ffmpeg"));
    Path folder = Files.createTempDirectory("segel-cameras");
    try {
      return run(ffmpeg, folder);
    } finally {
      ServerProcess.delete(folder);
    }
  }

  private int run(Path ffmpeg, Path folder) throws IOException, InterruptedException {
    int first = (int) args.number("--scene", 3, 1, 1_000);
    int scenes = (int) args.number("--scenes", 4, 0, 100);
    int seconds = (int) args.number("--seconds", 120, 1, 3_600);
    var rows = new ArrayList<List<String>>();
    rows.add(
        List.of("kind", "clips", "found", "false", "cannot judge", "delay s, median and most"));
    Map<String, Object> answer = new LinkedHashMap<>();
    List<OutageSet.Found> found =
        new OutageSet(ffmpeg, folder, printer::step)
            .judge(IntStream.range(first, first + scenes).boxed().toList());
    for (OutageSet.Found one : found) {
      List<Integer> delays = one.delays().stream().sorted().toList();
      rows.add(
          List.of(
              one.kind(),
              String.valueOf(one.clips()),
              String.valueOf(one.recalled()),
              String.valueOf(one.falseAlarms()),
              String.valueOf(one.unjudged()),
              delays.isEmpty() ? "" : delays.get(delays.size() / 2) + " " + delays.getLast()));
      answer.put(one.kind(), one);
    }
    answer.putAll(new CameraLoad(ffmpeg, folder, printer::step).run(200, 20, seconds));
    if (args.has("--json")) {
      printer.json(answer);
    } else {
      printer.table(rows);
      printer.table(
          answer.entrySet().stream()
              .filter(one -> !(one.getValue() instanceof OutageSet.Found))
              .map(one -> List.of(one.getKey(), String.valueOf(one.getValue())))
              .toList());
    }
    return Segel.DONE;
  }
}

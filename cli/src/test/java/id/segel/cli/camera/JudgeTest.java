package id.segel.cli.camera;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import id.segel.cli.camera.Camera.MissedException;
import id.segel.cli.camera.Camera.State;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found in drawn pictures, sample by sample. */
class JudgeTest {

  private static final int LEARNING = 7 + Reference.LEARNT + 2;

  private final BufferedImage store = Pictures.store(11);
  private final RandomGenerator random = Pictures.chance(12);
  private final Judge judge = new Judge(null, 1, List.of());

  /** {@code after} is the most samples, of ten seconds, until it is found: seven are 70 s. */
  @ParameterizedTest
  @CsvSource({
    "DARK,    000000, 0,  7",
    "DAZZLED, ffffff, 0,  7",
    "COVERED, 706858, 0,  7",
    "TURNED,  '',     13, 7",
    "TURNED,  '',     60, 7",
    "GOOD,    '',     0,  7",
  })
  void aFaultIsFoundAndItsEndToo(State state, String colour, int turned, int after)
      throws Exception {
    look(Pictures.seen(store, 0), LEARNING);
    assertEquals(State.GOOD, judge.state());
    look(
        colour.isEmpty()
            ? Pictures.seen(store, turned)
            : Pictures.plain(Integer.parseInt(colour, 16)),
        after);
    assertEquals(state, judge.state());
    look(Pictures.seen(store, 0), 8);
    assertEquals(State.GOOD, judge.state());
  }

  @Test
  void onePictureAgainAndAgainIsFrozen() throws Exception {
    look(Pictures.seen(store, 0), LEARNING);
    assertFalse(judge.unjudged().contains(State.FROZEN));
    Frame stays = frame(Pictures.seen(store, 0), 6);
    for (int i = 0; i < 7; i++) {
      judge.judge(stays);
    }
    assertEquals(State.FROZEN, judge.state());
    look(Pictures.seen(store, 0), 3);
    assertEquals(State.GOOD, judge.state());
  }

  @Test
  void aSourceWithoutNoiseCannotBeJudgedFrozen() throws Exception {
    Frame stays = frame(Pictures.seen(store, 0), 0);
    for (int i = 0; i < 60; i++) {
      assertEquals(State.GOOD, judge.judge(stays));
      assertTrue(judge.unjudged().contains(State.FROZEN));
    }
  }

  @Test
  void whoWalksThroughIsNoFault() throws Exception {
    look(Pictures.seen(store, 0), LEARNING);
    for (int i = 0; i < 40; i++) {
      BufferedImage seen = Pictures.noisy(Pictures.seen(store, 0), 6, random);
      var pen = seen.createGraphics();
      pen.setColor(java.awt.Color.DARK_GRAY);
      pen.fillRect(i * 97 % 560, 120, 60, 200);
      pen.dispose();
      assertEquals(State.GOOD, judge.judge(frame(seen, 0)), "sample " + i);
    }
  }

  @Test
  void theDeskTakesANewViewAsRight() throws Exception {
    look(Pictures.seen(store, 0), LEARNING);
    look(Pictures.seen(store, 60), 7);
    assertEquals(State.TURNED, judge.state());
    judge.take(2);
    look(Pictures.seen(store, 60), LEARNING);
    assertEquals(State.GOOD, judge.state());
    assertEquals(2, judge.references().getFirst().number());
    assertTrue(judge.references().getFirst().isLearnt());
  }

  @Test
  void aReferenceOutlivesTheWorker() throws Exception {
    look(Pictures.seen(store, 0), LEARNING);
    var next = new Judge(null, 1, judge.references());
    for (int i = 0; i < 7; i++) {
      next.judge(frame(Pictures.seen(store, 60), 6));
    }
    assertEquals(State.TURNED, next.state());
    assertEquals(List.of(), new Judge(null, 2, judge.references()).references());
  }

  @Test
  void byInfraredLightTheViewIsTheSame() throws Exception {
    look(Pictures.seen(store, 0), LEARNING);
    BufferedImage seen = infrared(Pictures.seen(store, 0));
    var states = new ArrayList<State>();
    for (int i = 0; i < 40; i++) {
      states.add(judge.judge(frame(seen, 6)));
    }
    assertEquals(List.of(State.GOOD), states.stream().distinct().toList());
    assertEquals(2, judge.references().size());
  }

  /** No colour, and dark is bright. */
  private static BufferedImage infrared(BufferedImage seen) {
    var image = new BufferedImage(seen.getWidth(), seen.getHeight(), BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < seen.getHeight(); y++) {
      for (int x = 0; x < seen.getWidth(); x++) {
        int grey = 200 - (seen.getRGB(x, y) >> 8 & 0xff) / 2;
        image.setRGB(x, y, grey << 16 | grey << 8 | grey);
      }
    }
    return image;
  }

  private void look(BufferedImage seen, int samples) throws MissedException {
    for (int i = 0; i < samples; i++) {
      judge.judge(frame(seen, 6));
    }
  }

  private Frame frame(BufferedImage seen, int noise) throws MissedException {
    return Jpeg.read(Pictures.file(Pictures.noisy(seen, noise, random), "jpg"), null);
  }
}

package id.segel.core.personnel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import id.segel.core.exchange.Facts;
import id.segel.core.fact.Entry;
import id.segel.core.fact.Fact;
import id.segel.core.fact.MalformedException;
import id.segel.core.fact.PartyKey;
import id.segel.core.fact.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The facts about devices, by the vectors in testdata/fact. */
class DeviceFactsTest {

  @ParameterizedTest
  @ValueSource(strings = {"DeviceEnrolled", "DeviceRevoked"})
  void factsAreReadAndWrittenByteForByte(String name) {
    byte[] text = Vectors.bytes("fact", name + ".txt");
    Fact fact = Facts.read(text);
    assertEquals(name, fact.getClass().getSimpleName());
    assertEquals(new String(text, UTF_8), new String(fact.text(), UTF_8));
  }

  @Test
  void whereTheKeyIsKeptIsSaidOrNot() {
    // what follows the territory | how it is read
    String table =
        """
        storage software|software
        storage card|card
        |device
        storage browser|line 6: no key is kept so: browser
        storage software software|line 6: no key is kept so: software software
        storage|line 6: nothing more was expected
        software|line 6: nothing more was expected
        """;
    String whole = new String(Vectors.bytes("fact", "DeviceEnrolled.txt"), UTF_8);
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      String last = cells[0].isEmpty() ? "" : cells[0] + "\n";
      byte[] text = whole.replace("storage software\n", last).getBytes(UTF_8);
      if (cells[1].startsWith("line")) {
        var thrown = assertThrows(MalformedException.class, () -> Facts.read(text), line);
        assertEquals(cells[1], thrown.reason(), line);
      } else {
        var enrolled = (DeviceEnrolled) Facts.read(text);
        assertEquals(cells[1], enrolled.keeping().word(), line);
        assertEquals(new String(text, UTF_8), new String(enrolled.text(), UTF_8), line);
      }
    }
  }

  /** What was logged before there was such a line stays as it is, to the byte. */
  @Test
  void anOldEntryIsReadAndWrittenAsItWas() {
    var entry = Entry.decode(Vectors.bytes("entry", "fact.txt"));
    var old = (DeviceEnrolled) Facts.read(entry.body());
    assertEquals(KeyKeeping.DEVICE, old.keeping());
    assertEquals(new String(entry.body(), UTF_8), new String(old.text(), UTF_8));
  }

  /** Two of one body are one saksi, whatever their offices are called. */
  @Test
  void whoseOfficeItIsTellsTheBody() {
    // role | body
    String table =
        """
        KPU_PROVINSI|KPU
        KPPS|KPU
        POLDA|POLDA
        POLRES|POLDA
        PEMPROV|PEMPROV
        BAKESBANGPOL|PEMPROV
        BAWASLU|BAWASLU
        SAKSI|SAKSI PASLON-01
        """;
    var key = PartyKey.of(new byte[32]);
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      var device =
          new Devices.Device(
              key, Role.parse(cells[0]), "3171", KeyKeeping.DEVICE, "PASLON-01", 0, Long.MAX_VALUE);
      assertEquals(cells[1], device.body(), line);
    }
  }
}

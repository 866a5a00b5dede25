package id.segel.server.weather;

import id.segel.core.fact.MalformedException;
import id.segel.core.region.RegionCode;
import id.segel.core.weather.Forecast;
import id.segel.server.weather.UnfitException.Why;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a forecast as BMKG writes it: {@code lokasi.adm4} and {@code data[].cuaca[day][step]}. */
final class ForecastJson {

  private static final double TENTHS = 10;

  private ForecastJson() {}

  /** {@code 31.71.01.1001} for {@code 3171011001}. */
  static String adm4(RegionCode kelurahan) {
    String digits = kelurahan.digits();
    return digits.substring(0, 2)
        + "."
        + digits.substring(2, 4)
        + "."
        + digits.substring(4, 6)
        + "."
        + digits.substring(6);
  }

  /** The forecast for this kelurahan. */
  static Forecast read(String text, RegionCode kelurahan) throws UnfitException {
    JsonNode json;
    try {
      json = JsonMapper.shared().readTree(text);
    } catch (JacksonException e) {
      throw new UnfitException(Why.NOT_JSON, e);
    }
    JsonNode place = json.at("/lokasi/adm4");
    if (!place.isString()) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    if (!place.asString().equals(adm4(kelurahan))) {
      throw new UnfitException(Why.OTHER_PLACE);
    }
    JsonNode days = json.at("/data/0/cuaca");
    if (!days.isArray()) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    var slots = new ArrayList<Forecast.Slot>();
    for (JsonNode day : days) {
      for (JsonNode step : day) {
        if (slots.size() > Forecast.SLOTS_MAX) {
          throw new UnfitException(Why.UNREADABLE);
        }
        slots.add(new Forecast.Slot(moment(step.get("utc_datetime")), rain(step.get("tp"))));
      }
    }
    return forecast(kelurahan, slots);
  }

  private static Forecast forecast(RegionCode kelurahan, List<Forecast.Slot> slots)
      throws UnfitException {
    if (slots.isEmpty()) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    try {
      return new Forecast(kelurahan, slots);
    } catch (MalformedException e) {
      throw new UnfitException(Why.HOUR_TWICE, e);
    }
  }

  private static Instant moment(@Nullable JsonNode value) throws UnfitException {
    if (value == null || !value.isString()) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    try {
      return Instant.parse(value.asString().replace(' ', 'T') + "Z");
    } catch (DateTimeException e) {
      throw new UnfitException(Why.TIME_UNREADABLE, e);
    }
  }

  /** Tenths of a millimetre, rounded up; what is no number, or infinite, is no rain. */
  private static int rain(@Nullable JsonNode value) throws UnfitException {
    if (value == null || value.isNull()) {
      throw new UnfitException(Why.FIELD_MISSING);
    }
    double millimetres = value.isNumber() ? value.doubleValue() : Double.NaN;
    if (!(millimetres >= 0 && millimetres * TENTHS <= Forecast.RAIN_MAX)) {
      throw new UnfitException(Why.RAIN_UNREADABLE);
    }
    return (int) Math.ceil(millimetres * TENTHS);
  }
}

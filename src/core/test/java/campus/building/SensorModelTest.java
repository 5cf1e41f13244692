package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SensorModelTest {

    private static final ZoneId MADRID = ZoneId.of("Europe/Madrid");
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 16);
    private static final LocalDate SUNDAY = LocalDate.of(2026, 11, 22);
    private static final int WEEKS = 8;

    private final SensorModel model = new SensorModel(7, MADRID);

    @ParameterizedTest
    @CsvSource({"E,9,S", "E,9,O", "E,9,N", "S,13,E", "S,13,O", "S,13,N", "O,18,E", "O,18,S", "O,18,N"})
    void theSunIsInTheEastInTheMorningInTheSouthAtNoonAndInTheWestInTheEvening(Wing sunny, int hour, Wing other) {
        assertThat(mean(Sensor.LUX, sunny, hour)).isGreaterThan(1.2 * mean(Sensor.LUX, other, hour));
    }

    @ParameterizedTest
    @CsvSource({"E,9,18", "O,18,9", "S,13,18", "S,13,8"})
    void aWingIsLightestAtItsHour(Wing wing, int hour, int otherHour) {
        assertThat(mean(Sensor.LUX, wing, hour)).isGreaterThan(1.25 * mean(Sensor.LUX, wing, otherHour));
    }

    @ParameterizedTest
    @EnumSource(Wing.class)
    void itIsDarkAtNight(Wing wing) {
        assertThat(mean(Sensor.LUX, wing, 3)).isLessThan(11);
    }

    @Test
    void theNorthWingHasNoSunAtAll() {
        IntStream.range(0, 24).forEach(hour ->
                assertThat(new Daytime(hour, true).sunOn(Wing.N, 0)).as("%d h", hour).isCloseTo(0, within(1e-9)));
        assertThat(mean(Sensor.TEMP, Wing.N, 14)).isLessThan(mean(Sensor.TEMP, Wing.S, 14) - 1);
    }

    @ParameterizedTest
    @CsvSource({"E,10,20", "O,18,9", "S,14,7"})
    void theSunWarmsTheWingItShinesOn(Wing wing, int hour, int otherHour) {
        assertThat(mean(Sensor.TEMP, wing, hour)).isGreaterThan(mean(Sensor.TEMP, wing, otherHour) + 0.5);
    }

    @ParameterizedTest
    @CsvSource({"VIBR,2", "LUX,1.3", "TEMP,1.02"})
    void aWorkingDayIsMoreThanASundayOrANight(Sensor sensor, double times) {
        double working = mean(sensor, Wing.N, MONDAY, 11);
        assertThat(working).isGreaterThan(times * mean(sensor, Wing.N, SUNDAY, 11));
        assertThat(working).isGreaterThan(times * mean(sensor, Wing.N, MONDAY, 3));
    }

    @Test
    void manyAreAtLunchAtHalfPastTwo() {
        assertThat(mean(Sensor.VIBR, Wing.N, MONDAY, 15)).isLessThan(0.85 * mean(Sensor.VIBR, Wing.N, MONDAY, 12));
    }

    @ParameterizedTest
    @EnumSource(Wing.class)
    void humidityRunsAgainstTemperature(Wing wing) {
        for (int room = 1; room <= 20; room++) {
            List<double[]> pairs = new ArrayList<>();
            for (Instant time = at(MONDAY, 0); time.isBefore(at(SUNDAY, 0)); time = time.plusSeconds(1800)) {
                pairs.add(new double[] {value(Sensor.TEMP, wing, room, time), value(Sensor.HUM, wing, room, time)});
            }
            assertThat(correlation(pairs)).as("room %d", room).isLessThan(-0.5);
        }
    }

    @ParameterizedTest
    @EnumSource(Sensor.class)
    void everyValueIsInItsRangeHasTwoDecimalsAndIsNotAlwaysTheSame(Sensor sensor) {
        List<Double> values = new ArrayList<>();
        for (Wing wing : Wing.values()) {
            for (Instant time = at(MONDAY, 0); time.isBefore(at(SUNDAY, 23)); time = time.plusSeconds(421)) {
                values.add(value(sensor, wing, 1 + values.size() % 6, time));
            }
        }
        assertThat(values).hasSizeGreaterThan(5000).allSatisfy(value -> {
            assertThat(value).isBetween(sensor.min(), sensor.max());
            assertThat(Math.round(value * 100) / 100.0).isEqualTo(value);
        });
        double range = sensor.max() - sensor.min();
        double spread = values.stream().mapToDouble(v -> v).max().orElseThrow()
                - values.stream().mapToDouble(v -> v).min().orElseThrow();
        assertThat(spread).isGreaterThan(range / 2);
    }

    @ParameterizedTest
    @CsvSource({"TEMP,0.5", "HUM,2"})
    void airChangesSlowly(Sensor sensor, double aMinute) {
        for (Instant time = at(MONDAY, 0); time.isBefore(at(MONDAY, 23)); time = time.plusSeconds(60)) {
            assertThat(value(sensor, Wing.S, 4, time))
                    .isCloseTo(value(sensor, Wing.S, 4, time.plusSeconds(60)), within(aMinute));
        }
    }

    @Test
    void theClockIsThatOfTheTimeZone() {
        SensorModel auckland = new SensorModel(7, ZoneId.of("Pacific/Auckland"));
        Instant nightInMadrid = at(MONDAY, 0);
        SensorTopic east = new SensorTopic("EDIFICIO_1", 7, Wing.S, 4, Sensor.LUX);
        assertThat(model.value(east, nightInMadrid)).isLessThan(11);
        assertThat(auckland.value(east, nightInMadrid)).isGreaterThan(100);
    }

    @ParameterizedTest
    @CsvSource({"2026-07-01T12:00:00Z,14.0", "2026-12-01T12:00:00.500Z,13.000138", "1969-12-31T22:30:00Z,23.5"})
    void summerTimeIsOneHourMore(Instant time, double hour) {
        assertThat(Daytime.at(time, MADRID).hour()).isCloseTo(hour, within(1e-5));
    }

    @Test
    void theWeekendIsSaturdayAndSunday() {
        assertThat(IntStream.range(0, 7).mapToObj(day -> Daytime.at(at(MONDAY.plusDays(day), 0), MADRID).workday()))
                .containsExactly(true, true, true, true, true, false, false);
    }

    @Test
    void anotherSeedOrSensorOrRoomHasOtherValues() {
        Instant time = at(MONDAY, 11);
        SensorTopic topic = new SensorTopic("EDIFICIO_1", 7, Wing.S, 4, Sensor.TEMP);
        assertThat(IntStream.range(0, 100).mapToDouble(seed -> new SensorModel(seed, MADRID).value(topic, time))
                .distinct().toArray()).hasSizeGreaterThan(60);
        assertThat(IntStream.range(1, 101).mapToDouble(room -> value(Sensor.TEMP, Wing.S, room, time))
                .distinct().toArray()).hasSizeGreaterThan(60);
        assertThat(IntStream.range(0, 4000).mapToLong(i -> model.place(new SensorTopic("EDIFICIO_1", i % 10,
                Wing.values()[i / 10 % 4], 1 + i / 40 % 25, Sensor.values()[i / 1000]))).distinct().toArray())
                .hasSize(4000);
    }

    private double mean(Sensor sensor, Wing wing, int hour) {
        return mean(sensor, wing, MONDAY, hour);
    }

    /** Over rooms and weeks, so that chance is averaged out. */
    private double mean(Sensor sensor, Wing wing, LocalDate day, int hour) {
        ToDoubleFunction<Integer> week = number -> IntStream.rangeClosed(1, 25)
                .mapToDouble(room -> value(sensor, wing, room, at(day.plusWeeks(number), hour)))
                .average().orElseThrow();
        return IntStream.range(0, WEEKS).boxed().mapToDouble(week).average().orElseThrow();
    }

    private double value(Sensor sensor, Wing wing, int room, Instant time) {
        return model.value(new SensorTopic("EDIFICIO_1", 7, wing, room, sensor), time);
    }

    private static Instant at(LocalDate day, int hour) {
        return ZonedDateTime.of(LocalDateTime.of(day.getYear(), day.getMonth(), day.getDayOfMonth(), hour, 0), MADRID)
                .toInstant();
    }

    private static double correlation(List<double[]> pairs) {
        double meanX = pairs.stream().mapToDouble(pair -> pair[0]).average().orElseThrow();
        double meanY = pairs.stream().mapToDouble(pair -> pair[1]).average().orElseThrow();
        double xy = pairs.stream().mapToDouble(pair -> (pair[0] - meanX) * (pair[1] - meanY)).sum();
        double xx = pairs.stream().mapToDouble(pair -> Math.pow(pair[0] - meanX, 2)).sum();
        double yy = pairs.stream().mapToDouble(pair -> Math.pow(pair[1] - meanY, 2)).sum();
        return xy / Math.sqrt(xx * yy);
    }
}

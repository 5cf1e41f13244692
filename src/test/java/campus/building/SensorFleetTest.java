package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import campus.base.Json;
import campus.base.SettingException;
import campus.support.HandClock;
import campus.support.MapSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SensorFleetTest {

    private static final Map<String, String> RANDOM = Map.of(
            "campus.sensors.building", "EDIFICIO_1", "campus.sensors.floors", "8",
            "campus.sensors.rooms-per-wing", "6", "campus.sensors.interval-min", "100ms",
            "campus.sensors.interval-max", "500ms", "campus.sensors.rate", "", "campus.sensors.seed", "7");
    /** One room in each of the four wings: 16 sensors. */
    private static final Map<String, String> SMALL = MapSettings.with(MapSettings.with(MapSettings.with(RANDOM,
            "campus.sensors.floors", "1"), "campus.sensors.rooms-per-wing", "1"), "campus.sensors.rate", "16");

    private final HandClock clock = new HandClock();

    @Test
    void theFirstReadingIsDueAtOnceAndTheNextAfterAGap() {
        SensorFleet fleet = fleet(RANDOM);
        assertThat(fleet.due()).hasSize(1);
        assertThat(fleet.due()).isEmpty();
        clock.advance(Duration.ofMillis(99));
        assertThat(fleet.due()).isEmpty();
        clock.advance(Duration.ofMillis(401));
        assertThat(fleet.due()).isNotEmpty();
    }

    @Test
    void gapsAreUniformBetweenShortestAndLongest() {
        List<Reading> readings = run(fleet(RANDOM), Duration.ofMillis(1), Duration.ofMinutes(6));
        List<Long> gaps = IntStream.range(1, 1001)
                .mapToObj(i -> Duration.between(readings.get(i - 1).time(), readings.get(i).time()).toMillis())
                .toList();

        assertThat(gaps).allMatch(gap -> gap >= 99 && gap <= 501);
        assertThat(gaps.stream().mapToLong(gap -> gap).average().orElseThrow()).isCloseTo(300, within(12.0));
        Map<Long, Long> tenths = gaps.stream().collect(
                Collectors.groupingBy(gap -> Math.min(9, Math.max(0, (gap - 100) / 40)), Collectors.counting()));
        assertThat(tenths).hasSize(10);
        assertThat(tenths.values()).allSatisfy(count -> assertThat(count).isBetween(65L, 135L));
    }

    @ParameterizedTest
    @CsvSource({"1,11", "7,71", "50,501", "1000,10001"})
    void aSteadyRateIsKeptToTheReading(String rate, int expected) {
        SensorFleet fleet = fleet(MapSettings.with(RANDOM, "campus.sensors.rate", rate));
        assertThat(run(fleet, Duration.ofMillis(10), Duration.ofSeconds(10))).hasSize(expected);
    }

    @Test
    void sequenceNumbersCountFromOne() {
        assertThat(run(fleet(RANDOM), Duration.ofMillis(10), Duration.ofSeconds(30))).extracting(Reading::seq)
                .startsWith(1L, 2L, 3L).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theSameSeedGivesTheSameRoomsValuesAndGaps() {
        List<Reading> first = run(new HandClock(), RANDOM);
        assertThat(first).hasSizeGreaterThan(150);
        assertThat(run(new HandClock(), RANDOM)).isEqualTo(first);
    }

    @Test
    void anotherSeedOrNoneGivesOthers() {
        List<Reading> seven = run(new HandClock(), RANDOM);
        List<Reading> eight = run(new HandClock(), MapSettings.with(RANDOM, "campus.sensors.seed", "8"));
        List<Reading> any = run(new HandClock(), MapSettings.with(RANDOM, "campus.sensors.seed", ""));
        List<Reading> anyAgain = run(new HandClock(), MapSettings.with(RANDOM, "campus.sensors.seed", ""));
        for (List<Reading> other : List.of(eight, any, anyAgain)) {
            assertThat(topics(other)).isNotEqualTo(topics(seven));
            assertThat(other.stream().map(Reading::time).toList())
                    .isNotEqualTo(seven.stream().map(Reading::time).toList());
        }
        assertThat(topics(any)).isNotEqualTo(topics(anyAgain));
    }

    @Test
    void anotherSeedGivesTheSameSensorOtherValues() {
        SensorTopic where = SensorTopic.parse("EDIFICIO_1/P_7/S/4/TEMP");
        assertThat(IntStream.range(0, 100).mapToDouble(seed -> new SensorModel(seed).value(where, 0)).distinct().toArray())
                .hasSizeGreaterThan(80);
    }

    @Test
    void everySensorOfTheBuildingReports() {
        List<Reading> readings = run(fleet(SMALL), Duration.ofMillis(100), Duration.ofMinutes(1));
        assertThat(topics(readings)).hasSizeGreaterThan(900);
        assertThat(readings.stream().map(Reading::topic).distinct()).hasSize(16)
                .allSatisfy(topic -> assertThat(topic).matches("EDIFICIO_1/P_1/[NSEO]/1/(TEMP|HUM|LUX|VIBR)"));
        assertThat(readings).allSatisfy(reading -> assertThat(reading.unit()).isEqualTo(reading.sensor().unit()));
    }

    @Test
    void valuesWanderInsideTheirRange() {
        Map<String, List<Reading>> sensors = run(fleet(SMALL), Duration.ofMillis(100), Duration.ofHours(1)).stream()
                .collect(Collectors.groupingBy(Reading::topic));
        assertThat(sensors).hasSize(16);

        List<Double> spreads = new ArrayList<>();
        sensors.forEach((topic, readings) -> {
            double min = readings.get(0).sensor().min();
            double max = readings.get(0).sensor().max();
            assertThat(readings).allSatisfy(reading -> assertThat(reading.value()).isBetween(min, max));
            for (int i = 1; i < readings.size(); i++) {
                Reading last = readings.get(i - 1);
                Reading next = readings.get(i);
                double seconds = Duration.between(last.time(), next.time()).toMillis() / 1000.0;
                assertThat(next.value()).isCloseTo(last.value(), within((max - min) * 0.005 * (seconds + 0.1) + 0.011));
            }
            spreads.add((readings.stream().mapToDouble(Reading::value).max().orElseThrow()
                    - readings.stream().mapToDouble(Reading::value).min().orElseThrow()) / (max - min));
        });
        assertThat(spreads).filteredOn(spread -> spread >= 1 / 3.0).hasSizeGreaterThanOrEqualTo(12);
        assertThat(spreads).allMatch(spread -> spread > 0.1);
    }

    @ParameterizedTest
    @CsvSource({"PT2S", "PT1H", "P30D"})
    void aLongStandstillGivesNoBurst(Duration standstill) {
        SensorFleet fleet = fleet(MapSettings.with(RANDOM, "campus.sensors.rate", "100"));
        run(fleet, Duration.ofMillis(10), Duration.ofSeconds(1));
        clock.advance(standstill);
        assertThat(fleet.due()).hasSize(1);
        assertThat(run(fleet, Duration.ofMillis(10), Duration.ofSeconds(1))).hasSize(100);
    }

    @Test
    void aReadingIsTheContractsObjectInItsOrder() throws Exception {
        Reading reading = new Reading("EDIFICIO_1", 7, Wing.S, 4, Sensor.TEMP, 21.43, "Cel",
                Instant.parse("2026-11-21T22:00:00.123Z"), 17);
        assertThat(Json.MAPPER.writeValueAsString(reading)).isEqualTo("{\"building\":\"EDIFICIO_1\",\"floor\":7,"
                + "\"wing\":\"S\",\"room\":4,\"sensor\":\"TEMP\",\"value\":21.43,\"unit\":\"Cel\","
                + "\"time\":\"2026-11-21T22:00:00.123Z\",\"seq\":17}");
        assertThat(reading.topic()).isEqualTo("EDIFICIO_1/P_7/S/4/TEMP");
    }

    @ParameterizedTest
    @CsvSource({
        "building,''", "building,EDIFICIO_", "building,Casa", "building,EDIFICIO_a/b", "building,EDIFICIO_+",
        "floors,''", "floors,0", "floors,1000", "floors,many",
        "rooms-per-wing,''", "rooms-per-wing,0", "rooms-per-wing,1000000", "rooms-per-wing,1.5",
        "interval-min,''", "interval-min,0s", "interval-min,-1s", "interval-min,soon", "interval-min,1000000000h",
        "interval-max,''", "interval-max,0s", "interval-max,99ms", "interval-max,later", "interval-max,1000000000h",
        "rate,0", "rate,-1", "rate,1000001", "rate,fast", "seed,x", "seed,1.5", "seed,99999999999"})
    void aBadSettingIsNamed(String key, String value) {
        Map<String, String> settings = MapSettings.with(RANDOM, "campus.sensors." + key, value);
        assertThatThrownBy(() -> fleet(settings)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.sensors." + key).contains(value).doesNotContain("\n");
    }

    private SensorFleet fleet(Map<String, String> settings) {
        return SensorFleet.of(MapSettings.of(settings), clock);
    }

    private List<Reading> run(SensorFleet fleet, Duration tick, Duration length) {
        return run(clock, fleet, tick, length);
    }

    private static List<Reading> run(HandClock clock, Map<String, String> settings) {
        SensorFleet fleet = SensorFleet.of(MapSettings.of(settings), clock);
        return run(clock, fleet, Duration.ofMillis(1), Duration.ofMinutes(1));
    }

    private static List<Reading> run(HandClock clock, SensorFleet fleet, Duration tick, Duration length) {
        List<Reading> readings = new ArrayList<>(fleet.due());
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            clock.advance(tick);
            readings.addAll(fleet.due());
        }
        return readings;
    }

    private static List<String> topics(List<Reading> readings) {
        return readings.stream().map(Reading::topic).toList();
    }
}

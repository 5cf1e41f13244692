package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import campus.base.Json;
import campus.base.SettingException;
import campus.base.Settings;
import campus.testkit.ManualClock;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
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
            "campus.sensors.interval-max", "500ms", "campus.sensors.rate", "", "campus.sensors.seed", "7",
            "campus.sensors.time-zone", "Europe/Madrid", "campus.sensors.faults", "");
    /** One room in each wing. */
    private static final Map<String, String> SMALL = Values.with(Values.with(Values.with(RANDOM,
            "campus.sensors.floors", "1"), "campus.sensors.rooms-per-wing", "1"), "campus.sensors.rate", "16");

    private final ManualClock clock = new ManualClock();

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

    @Test
    void aSensorIsFaultyUntilItsNextRightReading() {
        SensorFleet fleet = fleet(Values.with(SMALL, "campus.sensors.faults", "spike:0.3,dropout:0.2"));
        Map<String, BuildingMessage> last = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            clock.advance(Duration.ofMillis(500));
            List<BuildingMessage> due = fleet.due();
            due.forEach(message -> last.put(message.topic().replace("VERDAD/", ""), message));
            fleet.published(due);
            assertThat(fleet.faulty()).containsExactlyInAnyOrderElementsOf(last.values().stream()
                    .filter(FaultLabel.class::isInstance).map(FaultLabel.class::cast).toList());
        }
        assertThat(fleet.faulty()).hasSizeBetween(1, 15);
        assertThat(fleet(SMALL).faulty()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1,11", "7,71", "50,501", "1000,10001"})
    void aSteadyRateIsExact(String rate, int expected) {
        SensorFleet fleet = fleet(Values.with(RANDOM, "campus.sensors.rate", rate));
        assertThat(run(fleet, Duration.ofMillis(10), Duration.ofSeconds(10))).hasSize(expected);
    }

    @Test
    void itHurriesForAWhileAndGoesBackToItsOwnPace() {
        SensorFleet fleet = fleet(RANDOM);
        fleet.published(List.copyOf(fleet.due()));
        fleet.hurry(50, Duration.ofSeconds(10));
        assertThat(fleet.due()).as("the first comes at once").hasSize(1);
        assertThat(run(fleet, Duration.ofMillis(10), Duration.ofSeconds(10))).hasSizeBetween(490, 510);
        assertThat(run(fleet, Duration.ofMillis(10), Duration.ofSeconds(10))).hasSizeBetween(25, 45);
    }

    @Test
    void sequenceNumbersCountFromOne() {
        assertThat(run(fleet(RANDOM), Duration.ofMillis(10), Duration.ofSeconds(30))).extracting(Reading::seq)
                .startsWith(1L, 2L, 3L).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void theSameSeedGivesTheSameRoomsValuesAndGaps() {
        List<Reading> first = run(new ManualClock(), RANDOM);
        assertThat(first).hasSizeGreaterThan(150);
        assertThat(run(new ManualClock(), RANDOM)).isEqualTo(first);
    }

    @Test
    void anotherSeedOrNoneGivesOthers() {
        List<Reading> seven = run(new ManualClock(), RANDOM);
        List<Reading> eight = run(new ManualClock(), Values.with(RANDOM, "campus.sensors.seed", "8"));
        List<Reading> any = run(new ManualClock(), Values.with(RANDOM, "campus.sensors.seed", ""));
        List<Reading> anyAgain = run(new ManualClock(), Values.with(RANDOM, "campus.sensors.seed", ""));
        for (List<Reading> other : List.of(eight, any, anyAgain)) {
            assertThat(topics(other)).isNotEqualTo(topics(seven));
            assertThat(other.stream().map(Reading::time).toList())
                    .isNotEqualTo(seven.stream().map(Reading::time).toList());
        }
        assertThat(topics(any)).isNotEqualTo(topics(anyAgain));
    }

    @Test
    void everySensorOfTheBuildingReports() {
        List<Reading> readings = run(fleet(SMALL), Duration.ofMillis(100), Duration.ofMinutes(1));
        assertThat(topics(readings)).hasSizeGreaterThan(900);
        assertThat(readings.stream().map(Reading::topic).distinct()).hasSize((int) fleet(SMALL).size())
                .allSatisfy(topic -> assertThat(topic).matches("EDIFICIO_1/P_1/[NSEO]/1/[A-Z0-9]+"));
        assertThat(readings).allSatisfy(reading -> assertThat(reading.unit()).isEqualTo(reading.sensor().unit()));
    }

    @Test
    void aReadingHasTheValueOfItsPlaceAtItsTime() {
        SensorModel model = new SensorModel(7, ZoneId.of("Europe/Madrid"));
        assertThat(run(fleet(RANDOM), Duration.ofMillis(100), Duration.ofMinutes(1))).hasSizeGreaterThan(150)
                .allSatisfy(reading -> assertThat(reading.value())
                        .isEqualTo(model.value(Values.sensor(reading.topic()), reading.time())));
    }

    @Test
    void aFurtherBuildingHasItsOwnPropertiesAndTheSharedOnes() {
        Map<String, String> settings = new HashMap<>(RANDOM);
        settings.put("campus.building.east.building", "EDIFICIO_2");
        settings.put("campus.building.east.floors", "1");
        settings.put("campus.building.east.rate", "10");
        SensorFleet east = new SensorFleet(new BuildingSettings(Settings.of(settings), "east"), clock);
        assertThat(east.size()).isEqualTo(4 * 6 * Sensor.values().length);
        assertThat(run(east, Duration.ofMillis(10), Duration.ofSeconds(10))).hasSize(101)
                .allSatisfy(reading -> assertThat(reading.topic()).startsWith("EDIFICIO_2/P_1/"));
    }

    @ParameterizedTest
    @CsvSource({"floors,0", "rate,fast", "interval-max,99ms", "building,Casa", "seed,x", "time-zone,Marte/Uno",
        "faults,stuck"})
    void aBadSettingOfAFurtherBuildingIsNamed(String key, String value) {
        Settings settings = Settings.of(Values.with(RANDOM, "campus.building.east." + key, value));
        assertThatThrownBy(() -> new SensorFleet(new BuildingSettings(settings, "east"), clock))
                .isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.building.east." + key).contains(value);
    }

    @ParameterizedTest
    @CsvSource({"PT2S", "PT1H", "P30D"})
    void aLongStandstillGivesNoBurst(Duration standstill) {
        SensorFleet fleet = fleet(Values.with(RANDOM, "campus.sensors.rate", "100"));
        run(fleet, Duration.ofMillis(10), Duration.ofSeconds(1));
        clock.advance(standstill);
        assertThat(fleet.due()).hasSize(1);
        assertThat(run(fleet, Duration.ofMillis(10), Duration.ofSeconds(1))).hasSize(100);
    }

    /** Sensors hold no state; the bound, a byte for each, allows for the error of the measurement. */
    @Test
    void aMillionSensorsTakeNoMoreMemoryThanAHundred() {
        long small = heapOf(1, 6);
        long large = heapOf(250, 250);
        assertThat(large - small).isLessThan(64L * 1_000_000 / 64);
    }

    /** The memory in use after a hundred thousand readings of a fleet, bytes. */
    private long heapOf(int floors, int roomsPerWing) {
        Map<String, String> settings = new HashMap<>(RANDOM);
        settings.put("campus.sensors.floors", "" + floors);
        settings.put("campus.sensors.rooms-per-wing", "" + roomsPerWing);
        settings.put("campus.sensors.rate", "100000");
        long before = heap();
        SensorFleet fleet = fleet(settings);
        long readings = 0;
        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofMillis(10));
            List<BuildingMessage> due = fleet.due();
            readings += due.size();
            fleet.published(due);
        }
        assertThat(readings).isGreaterThan(90_000);
        long after = heap();
        assertThat(fleet.size()).isEqualTo(4L * floors * roomsPerWing * Sensor.values().length);
        return after - before;
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Test
    void noMoreReadingsAreDueWhileTenThousandAreUnpublished() {
        SensorFleet fleet = fleet(Values.with(RANDOM, "campus.sensors.rate", "1000000"));
        List<BuildingMessage> waiting = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            clock.advance(Duration.ofMillis(1));
            waiting.addAll(fleet.due());
        }
        assertThat(waiting).hasSize(10_000);
        fleet.published(waiting);
        assertThat(fleet.due()).isNotEmpty();
    }

    @Test
    void aReadingIsThisObject() throws Exception {
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
        "rate,0", "rate,-1", "rate,1000001", "rate,fast", "seed,x", "seed,1.5", "seed,99999999999",
        "time-zone,''", "time-zone,Madrid", "faults,stuck", "faults,stuck:2", "faults,rot:0.1", "faults,spike:-0.1",
        "faults,'stuck:0.1,stuck:0.1'", "faults,'stuck:0.6,spike:0.5'", "faults,'stuck:0.1,'"})
    void aBadSettingIsNamed(String key, String value) {
        Map<String, String> settings = Values.with(RANDOM, "campus.sensors." + key, value);
        assertThatThrownBy(() -> fleet(settings)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.sensors." + key).contains(value).doesNotContain("\n");
    }

    private SensorFleet fleet(Map<String, String> settings) {
        return new SensorFleet(new BuildingSettings(Settings.of(settings), ""), clock);
    }

    private List<Reading> run(SensorFleet fleet, Duration tick, Duration length) {
        return run(clock, fleet, tick, length);
    }

    private static List<Reading> run(ManualClock clock, Map<String, String> settings) {
        SensorFleet fleet = new SensorFleet(new BuildingSettings(Settings.of(settings), ""), clock);
        return run(clock, fleet, Duration.ofMillis(1), Duration.ofMinutes(1));
    }

    private static List<Reading> run(ManualClock clock, SensorFleet fleet, Duration tick, Duration length) {
        List<BuildingMessage> messages = new ArrayList<>();
        publish(fleet, messages);
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            clock.advance(tick);
            publish(fleet, messages);
        }
        return messages.stream().map(Reading.class::cast).toList();
    }

    private static void publish(SensorFleet fleet, List<BuildingMessage> messages) {
        List<BuildingMessage> due = fleet.due();
        messages.addAll(due);
        fleet.published(due);
    }

    private static List<String> topics(List<Reading> readings) {
        return readings.stream().map(Reading::topic).toList();
    }
}

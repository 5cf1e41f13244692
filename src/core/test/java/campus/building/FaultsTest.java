package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import campus.base.Json;
import campus.base.Settings;
import campus.mqtt.TopicFilter;
import campus.testkit.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    /** One room in each wing; each sensor is read once a second on average. */
    private static final Map<String, String> SMALL = Map.of("campus.sensors.building", "EDIFICIO_1",
            "campus.sensors.floors", "1", "campus.sensors.rooms-per-wing", "1",
            "campus.sensors.rate", "" + Wing.values().length * Sensor.values().length,
            "campus.sensors.seed", "7", "campus.sensors.time-zone", "Europe/Madrid");
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final SensorModel model = new SensorModel(7, ZoneId.of("Europe/Madrid"));

    @Test
    void withoutFaultsThereAreOnlyReadings() {
        assertThat(run("", TWO_HOURS)).hasSizeGreaterThan(100_000).allMatch(Reading.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({"stuck", "drift", "spike", "dropout", "duplicate"})
    void theShareOfFaultyReadingsIsThatOfTheProperty(String fault) {
        List<BuildingMessage> messages = run(fault + ":0.1", TWO_HOURS);
        double all = seqs(messages).size();
        assertThat(labels(messages)).allSatisfy(label -> assertThat(label.fault().label()).isEqualTo(fault));
        assertThat(labels(messages).size() / all).isCloseTo(0.1, within(0.02));
    }

    @Test
    void allFaultsTogetherHaveTheirShares() {
        List<BuildingMessage> messages = run("stuck:0.2,drift:0.1,spike:0.1, dropout:0.2,duplicate:0.4", TWO_HOURS);
        double all = seqs(messages).size();
        Map<Fault, Long> counts = labels(messages).stream()
                .collect(Collectors.groupingBy(FaultLabel::fault, Collectors.counting()));
        assertThat(counts.get(Fault.STUCK) / all).isCloseTo(0.2, within(0.03));
        assertThat(counts.get(Fault.DRIFT) / all).isCloseTo(0.1, within(0.03));
        assertThat(counts.get(Fault.SPIKE) / all).isCloseTo(0.1, within(0.03));
        assertThat(counts.get(Fault.DROPOUT) / all).isCloseTo(0.2, within(0.03));
        assertThat(counts.get(Fault.DUPLICATE) / all).isCloseTo(0.4, within(0.03));
        assertThat(labels(messages)).as("no reading is right").hasSize((int) all);
    }

    @Test
    void everyFaultyReadingHasALabelWithTheRightValue() {
        List<BuildingMessage> messages = run("stuck:0.02,drift:0.02,spike:0.02,dropout:0.02,duplicate:0.02", TWO_HOURS);
        Map<Long, FaultLabel> bySeq = labels(messages).stream()
                .collect(Collectors.toMap(FaultLabel::seq, one -> one));
        Map<Long, List<Reading>> sent = readings(messages).stream().collect(Collectors.groupingBy(Reading::seq));
        for (long seq : seqs(messages)) {
            FaultLabel label = bySeq.get(seq);
            List<Reading> readings = sent.getOrDefault(seq, List.of());
            Fault fault = label == null ? null : label.fault();
            int copies = fault == Fault.DROPOUT ? 0 : fault == Fault.DUPLICATE ? 2 : 1;
            assertThat(readings).hasSize(copies).allSatisfy(reading -> {
                double right = model.value(Values.sensor(reading.topic()), reading.time());
                if (label == null || label.fault() == Fault.DUPLICATE) {
                    assertThat(reading.value()).isEqualTo(right);
                } else if (label.fault() == Fault.SPIKE) {
                    double range = reading.sensor().max() - reading.sensor().min();
                    assertThat(reading.value() - right).isBetween(range / 2 - 0.01, range + 0.01);
                }
            });
            if (label != null) {
                assertThat(label.value()).isEqualTo(model.value(Values.sensor(label.sensor()), label.time()));
            }
        }
    }

    @Test
    void aStuckSensorKeepsItsValueForAboutTwentyReadings() {
        List<List<FaultLabel>> periods = periods(run("stuck:0.1", TWO_HOURS));
        assertThat(periods.stream().mapToInt(List::size).average().orElseThrow()).isBetween(15.0, 30.0);
        Map<Long, Reading> sent = readings(run("stuck:0.1", TWO_HOURS)).stream()
                .collect(Collectors.toMap(Reading::seq, reading -> reading));
        assertThat(periods).allSatisfy(one -> {
            // Two periods may follow each other.
            long values = one.stream().map(label -> sent.get(label.seq()).value()).distinct().count();
            assertThat(values).isLessThanOrEqualTo(1 + one.size() / 10);
        });
    }

    @Test
    void aDriftingSensorMovesUpFromTheRightValue() {
        List<BuildingMessage> messages = run("drift:0.1", TWO_HOURS);
        Map<Long, Reading> sent = readings(messages).stream()
                .collect(Collectors.toMap(Reading::seq, reading -> reading));
        List<FaultLabel> one = periods(messages).stream().filter(labels -> labels.size() > 10 && labels.size() < 25)
                .findFirst().orElseThrow();
        List<Double> errors = one.stream().map(label -> sent.get(label.seq()).value() - label.value()).toList();
        assertThat(errors).isSorted();
        assertThat(errors.get(0)).isGreaterThanOrEqualTo(-0.01);
        double range = sent.get(one.get(0).seq()).sensor().max() - sent.get(one.get(0).seq()).sensor().min();
        assertThat(errors.get(errors.size() - 1)).isBetween(range / 4, range / 2 + 0.01);
    }

    @Test
    void theSameSeedHasTheSameFaults() {
        String all = "stuck:0.1,drift:0.1,spike:0.1,dropout:0.1,duplicate:0.1";
        assertThat(run(all, Duration.ofMinutes(1))).isEqualTo(run(all, Duration.ofMinutes(1)));
    }

    @Test
    void rightReadingsAreTheSameWithAndWithoutFaults() {
        Set<Long> faulty = labels(run("spike:0.3", Duration.ofMinutes(1))).stream().map(FaultLabel::seq)
                .collect(Collectors.toSet());
        assertThat(readings(run("spike:0.3", Duration.ofMinutes(1))))
                .filteredOn(reading -> !faulty.contains(reading.seq())).isNotEmpty()
                .isSubsetOf(readings(run("", Duration.ofMinutes(1))));
    }

    @Test
    void aLabelIsThisObject() throws Exception {
        FaultLabel label = new FaultLabel("EDIFICIO_1/P_7/S/4/TEMP", 17, Instant.parse("2026-11-21T22:00:00.123Z"),
                Fault.SPIKE, 21.43);
        assertThat(Json.MAPPER.writeValueAsString(label)).isEqualTo("{\"topic\":\"EDIFICIO_1/P_7/S/4/TEMP\","
                + "\"seq\":17,\"time\":\"2026-11-21T22:00:00.123Z\",\"fault\":\"spike\",\"value\":21.43}");
        assertThat(label.topic()).isEqualTo("VERDAD/EDIFICIO_1/P_7/S/4/TEMP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EDIFICIO_1/+/+/+/TEMP", "EDIFICIO_1/P_2/O/+/VIBR", "EDIFICIO_1/P_7/S/4/+", "EDIFICIO_1/#"})
    void noTopicFilterOfTheSheetMatchesALabel(String filter) {
        for (String sensor : List.of("EDIFICIO_1/P_7/S/4/TEMP", "EDIFICIO_1/P_2/O/1/VIBR")) {
            String topic = new FaultLabel(sensor, 1, Instant.EPOCH, Fault.SPIKE, 1).topic();
            assertThat(TopicFilter.of(filter).matches(topic)).isFalse();
        }
    }

    /** The faulty readings of one sensor that follow each other. */
    private static List<List<FaultLabel>> periods(List<BuildingMessage> messages) {
        Map<String, List<FaultLabel>> open = new HashMap<>();
        List<List<FaultLabel>> periods = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            boolean right = messages.get(i) instanceof Reading
                    && (i + 1 == messages.size() || messages.get(i + 1) instanceof Reading);
            if (messages.get(i) instanceof FaultLabel label) {
                open.computeIfAbsent(label.sensor(), sensor -> {
                    List<FaultLabel> begun = new ArrayList<>();
                    periods.add(begun);
                    return begun;
                }).add(label);
            } else if (right) {
                open.remove(messages.get(i).topic());
            }
        }
        assertThat(periods).hasSizeGreaterThan(30);
        return periods;
    }

    private static List<BuildingMessage> run(String faults, Duration length) {
        ManualClock clock = new ManualClock();
        Settings settings = Settings.of(Values.with(SMALL, "campus.sensors.faults", faults));
        SensorFleet fleet = new SensorFleet(new BuildingSettings(settings, ""), clock);
        List<BuildingMessage> messages = new ArrayList<>();
        Instant end = clock.instant().plus(length);
        while (clock.instant().isBefore(end)) {
            List<BuildingMessage> due = fleet.due();
            messages.addAll(due);
            fleet.published(due);
            clock.advance(Duration.ofMillis(500));
        }
        return messages;
    }

    private static List<FaultLabel> labels(List<BuildingMessage> messages) {
        return messages.stream().filter(FaultLabel.class::isInstance).map(FaultLabel.class::cast).toList();
    }

    private static List<Reading> readings(List<BuildingMessage> messages) {
        return messages.stream().filter(Reading.class::isInstance).map(Reading.class::cast).toList();
    }

    private static Set<Long> seqs(List<BuildingMessage> messages) {
        return messages.stream().map(message -> message instanceof Reading reading ? reading.seq()
                : ((FaultLabel) message).seq()).collect(Collectors.toSet());
    }
}

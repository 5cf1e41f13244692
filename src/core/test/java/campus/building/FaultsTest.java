package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import campus.base.Settings;
import campus.base.Json;
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
import org.eclipse.paho.mqttv5.common.util.MqttTopicValidator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FaultsTest {

    /** 16 sensors, each read once a second on average. */
    private static final Map<String, String> SMALL = Map.of("campus.sensors.building", "EDIFICIO_1",
            "campus.sensors.floors", "1", "campus.sensors.rooms-per-wing", "1", "campus.sensors.rate", "16",
            "campus.sensors.seed", "7", "campus.sensors.time-zone", "Europe/Madrid");
    private static final Duration TWO_HOURS = Duration.ofHours(2);

    private final SensorModel model = new SensorModel(7, ZoneId.of("Europe/Madrid"));

    @Test
    void withoutThemThereAreOnlyReadings() {
        assertThat(run("", TWO_HOURS)).hasSizeGreaterThan(100_000).allMatch(Reading.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({"stuck", "drift", "spike", "dropout", "duplicate"})
    void theShareOfFaultyReadingsIsTheOneAskedFor(String fault) {
        List<BuildingMessage> messages = run(fault + ":0.1", TWO_HOURS);
        double all = seqs(messages).size();
        assertThat(truths(messages)).allSatisfy(truth -> assertThat(truth.fault().label()).isEqualTo(fault));
        assertThat(truths(messages).size() / all).isCloseTo(0.1, within(0.02));
    }

    @Test
    void allOfThemTogetherHaveTheirShares() {
        List<BuildingMessage> messages = run("stuck:0.2,drift:0.1,spike:0.1, dropout:0.2,duplicate:0.4", TWO_HOURS);
        double all = seqs(messages).size();
        Map<Fault, Long> counts = truths(messages).stream()
                .collect(Collectors.groupingBy(FaultLabel::fault, Collectors.counting()));
        assertThat(counts.get(Fault.STUCK) / all).isCloseTo(0.2, within(0.03));
        assertThat(counts.get(Fault.DRIFT) / all).isCloseTo(0.1, within(0.03));
        assertThat(counts.get(Fault.SPIKE) / all).isCloseTo(0.1, within(0.03));
        assertThat(counts.get(Fault.DROPOUT) / all).isCloseTo(0.2, within(0.03));
        assertThat(counts.get(Fault.DUPLICATE) / all).isCloseTo(0.4, within(0.03));
        assertThat(truths(messages)).as("no reading is right").hasSize((int) all);
    }

    @Test
    void theTruthNamesEveryReadingThatIsNotTheSensorsOwnAndSaysWhatItWouldHaveBeen() {
        List<BuildingMessage> messages = run("stuck:0.02,drift:0.02,spike:0.02,dropout:0.02,duplicate:0.02", TWO_HOURS);
        Map<Long, FaultLabel> truth = truths(messages).stream()
                .collect(Collectors.toMap(FaultLabel::seq, one -> one));
        Map<Long, List<Reading>> sent = readings(messages).stream().collect(Collectors.groupingBy(Reading::seq));
        for (long seq : seqs(messages)) {
            FaultLabel label = truth.get(seq);
            List<Reading> readings = sent.getOrDefault(seq, List.of());
            Fault fault = label == null ? null : label.fault();
            int copies = fault == Fault.DROPOUT ? 0 : fault == Fault.DUPLICATE ? 2 : 1;
            assertThat(readings).hasSize(copies).allSatisfy(reading -> {
                double right = model.value(SensorTopic.parse(reading.topic()), reading.time());
                if (label == null || label.fault() == Fault.DUPLICATE) {
                    assertThat(reading.value()).isEqualTo(right);
                } else if (label.fault() == Fault.SPIKE) {
                    double range = reading.sensor().max() - reading.sensor().min();
                    assertThat(reading.value() - right).isBetween(range / 2 - 0.01, range + 0.01);
                }
            });
            if (label != null) {
                assertThat(label.value()).isEqualTo(model.value(SensorTopic.parse(label.sensor()), label.time()));
            }
        }
    }

    @Test
    void aStuckSensorKeepsItsValueForAWhileOfSomeTwentyReadings() {
        List<List<FaultLabel>> whiles = whiles(run("stuck:0.1", TWO_HOURS));
        assertThat(whiles.stream().mapToInt(List::size).average().orElseThrow()).isBetween(15.0, 30.0);
        Map<Long, Reading> sent = readings(run("stuck:0.1", TWO_HOURS)).stream()
                .collect(Collectors.toMap(Reading::seq, reading -> reading));
        assertThat(whiles).allSatisfy(one -> {
            // Two whiles may follow upon each other.
            long values = one.stream().map(truth -> sent.get(truth.seq()).value()).distinct().count();
            assertThat(values).isLessThanOrEqualTo(1 + one.size() / 10);
        });
    }

    @Test
    void aDriftingSensorGoesUpFromTheTruth() {
        List<BuildingMessage> messages = run("drift:0.1", TWO_HOURS);
        Map<Long, Reading> sent = readings(messages).stream()
                .collect(Collectors.toMap(Reading::seq, reading -> reading));
        List<FaultLabel> one = whiles(messages).stream().filter(truths -> truths.size() > 10 && truths.size() < 25)
                .findFirst().orElseThrow();
        List<Double> errors = one.stream().map(truth -> sent.get(truth.seq()).value() - truth.value()).toList();
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
    void theRestIsTheSameWithAndWithoutFaults() {
        Set<Long> faulty = truths(run("spike:0.3", Duration.ofMinutes(1))).stream().map(FaultLabel::seq)
                .collect(Collectors.toSet());
        assertThat(readings(run("spike:0.3", Duration.ofMinutes(1))))
                .filteredOn(reading -> !faulty.contains(reading.seq())).isNotEmpty()
                .isSubsetOf(readings(run("", Duration.ofMinutes(1))));
    }

    @Test
    void theTruthIsThisObject() throws Exception {
        FaultLabel truth = new FaultLabel("EDIFICIO_1/P_7/S/4/TEMP", 17, Instant.parse("2026-11-21T22:00:00.123Z"),
                Fault.SPIKE, 21.43);
        assertThat(Json.MAPPER.writeValueAsString(truth)).isEqualTo("{\"topic\":\"EDIFICIO_1/P_7/S/4/TEMP\","
                + "\"seq\":17,\"time\":\"2026-11-21T22:00:00.123Z\",\"fault\":\"spike\",\"value\":21.43}");
        assertThat(truth.topic()).isEqualTo("VERDAD/EDIFICIO_1/P_7/S/4/TEMP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EDIFICIO_1/+/+/+/TEMP", "EDIFICIO_1/P_2/O/+/VIBR", "EDIFICIO_1/P_7/S/4/+", "EDIFICIO_1/#"})
    void noWildcardOfTheSheetFindsTheTruth(String filter) {
        for (String sensor : List.of("EDIFICIO_1/P_7/S/4/TEMP", "EDIFICIO_1/P_2/O/1/VIBR")) {
            String topic = new FaultLabel(sensor, 1, Instant.EPOCH, Fault.SPIKE, 1).topic();
            assertThat(MqttTopicValidator.isMatched(filter, topic)).isFalse();
        }
    }

    /** The readings of one sensor that follow upon each other and have the same fault. */
    private static List<List<FaultLabel>> whiles(List<BuildingMessage> messages) {
        Map<String, List<FaultLabel>> open = new HashMap<>();
        List<List<FaultLabel>> whiles = new ArrayList<>();
        for (int i = 0; i < messages.size(); i++) {
            boolean right = messages.get(i) instanceof Reading
                    && (i + 1 == messages.size() || messages.get(i + 1) instanceof Reading);
            if (messages.get(i) instanceof FaultLabel truth) {
                open.computeIfAbsent(truth.sensor(), sensor -> {
                    List<FaultLabel> begun = new ArrayList<>();
                    whiles.add(begun);
                    return begun;
                }).add(truth);
            } else if (right) {
                open.remove(messages.get(i).topic());
            }
        }
        assertThat(whiles).hasSizeGreaterThan(30);
        return whiles;
    }

    private static List<BuildingMessage> run(String faults, Duration length) {
        ManualClock clock = new ManualClock();
        SensorFleet fleet = SensorFleet.of(Settings.of(Values.with(SMALL, "campus.sensors.faults", faults)), clock);
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

    private static List<FaultLabel> truths(List<BuildingMessage> messages) {
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

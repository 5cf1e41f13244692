package campus.building;

import static org.assertj.core.api.Assertions.assertThat;

import campus.mqtt.TopicFilter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each sensor type is one constant: nothing else must be written for its topics and readings. */
class SensorTest {

    private static final Instant TIME = Instant.parse("2026-11-16T00:00:00Z");
    private static final int HOURS = 24 * 7;

    private final SensorModel model = new SensorModel(7, ZoneOffset.UTC);

    @ParameterizedTest
    @EnumSource
    void everyTypeHasATopic(Sensor sensor) {
        SensorTopic topic = new SensorTopic("EDIFICIO_1", 7, Wing.S, 4, sensor);
        assertThat(TopicFilter.isTopicName(topic.format())).isTrue();
        assertThat(topic.format()).isEqualTo("EDIFICIO_1/P_7/S/4/" + sensor.name());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeHasAUnitAndARange(Sensor sensor) {
        assertThat(sensor.unit()).isNotBlank();
        assertThat(sensor.min()).isLessThan(sensor.max());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeHasAModelWhoseValuesChangeWithinTheRange(Sensor sensor) {
        SensorTopic topic = new SensorTopic("EDIFICIO_1", 7, Wing.S, 4, sensor);
        List<Double> values = IntStream.range(0, HOURS)
                .mapToObj(hour -> model.value(topic, TIME.plusSeconds(3600L * hour))).toList();
        assertThat(values).allSatisfy(value -> assertThat(value).isBetween(sensor.min(), sensor.max()));
        assertThat(values.stream().distinct()).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource
    void aReadingHasTheUnitOfItsType(Sensor sensor) {
        SensorTopic topic = new SensorTopic("EDIFICIO_1", 7, Wing.S, 4, sensor);
        assertThat(Reading.of(topic, 1, TIME, 1).unit()).isEqualTo(sensor.unit());
    }

    @ParameterizedTest
    @EnumSource
    void everyTypeIsInEveryRoomOfABuilding(Sensor sensor) {
        Building building = new Building("EDIFICIO_1", 2, 3);
        assertThat(building.topics().filter(topic -> topic.sensor() == sensor)).hasSize(2 * 4 * 3);
    }
}

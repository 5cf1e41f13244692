package campus.building;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;

/**
 * One value of one sensor; as JSON the object that is published.
 *
 * @param value in {@code unit}, two decimals
 * @param unit  SenML unit (RFC 8428)
 * @param time  of the reading, UTC
 * @param seq   sequence number among the readings of the building, from 1: a receiver finds gaps by it
 */
@JsonPropertyOrder({"building", "floor", "wing", "room", "sensor", "value", "unit", "time", "seq"})
public record Reading(String building, int floor, Wing wing, int room, Sensor sensor, double value, String unit,
                      Instant time, long seq) implements BuildingMessage {

    static Reading of(SensorTopic topic, double value, Instant time, long seq) {
        return new Reading(topic.building(), topic.floor(), topic.wing(), topic.room(), topic.sensor(), value,
                topic.sensor().unit(), time, seq);
    }

    /** The same reading with another value, two decimals. */
    Reading withValue(double other) {
        return new Reading(building, floor, wing, room, sensor, SensorModel.rounded(other), unit, time, seq);
    }

    /** The topic name on which this reading is published. */
    @JsonIgnore
    @Override
    public String topic() {
        return new SensorTopic(building, floor, wing, room, sensor).format();
    }
}

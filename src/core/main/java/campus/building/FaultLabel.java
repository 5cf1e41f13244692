package campus.building;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;

/**
 * The label of one faulty reading, by which a fault detector can be scored; a reading without a label is right. Its
 * topic is outside of the building's own.
 *
 * @param sensor topic name of the reading; in JSON {@code topic}
 * @param seq    sequence number of the reading, which is sent not at all (dropout), once, or twice (duplicate)
 * @param time   of the reading, UTC
 * @param fault  of the sensor
 * @param value  of the sensor without the fault, in its unit
 */
@JsonPropertyOrder({"topic", "seq", "time", "fault", "value"})
public record FaultLabel(@JsonProperty("topic") String sensor, long seq, Instant time, Fault fault, double value)
        implements BuildingMessage {

    /** First level of the topic: no topic filter of lab sheet 1 for a building matches it. */
    private static final String ROOT = "VERDAD/";

    static FaultLabel of(Fault fault, Reading right) {
        return new FaultLabel(right.topic(), right.seq(), right.time(), fault, right.value());
    }

    /** The topic name on which it is published: {@code VERDAD/EDIFICIO_1/P_7/S/4/TEMP}. */
    @Override
    public String topic() {
        return ROOT + sensor;
    }
}

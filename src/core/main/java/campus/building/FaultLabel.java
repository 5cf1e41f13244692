package campus.building;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.time.Instant;

/**
 * The label of one faulty reading, on a topic beside the building's own, so that a detector can be scored; what has
 * none is right.
 *
 * @param sensor topic name of the reading; in JSON {@code topic}
 * @param seq    number of the reading, of which there is none for a dropout and two for a duplicate
 * @param time   when it was read, UTC
 * @param fault  what is wrong with it
 * @param value  what a sensor without the fault would have read
 */
@JsonPropertyOrder({"topic", "seq", "time", "fault", "value"})
public record FaultLabel(@JsonProperty("topic") String sensor, long seq, Instant time, Fault fault, double value)
        implements BuildingMessage {

    /** First level of the topic: apart from the building, whose wildcards of lab sheet 1 must not find it. */
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

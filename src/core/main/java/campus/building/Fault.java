package campus.building;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The faults of a sensor. */
public enum Fault {

    /** The value stays the same from the begin of the fault on. */
    STUCK,
    /** The value moves up from the right one, in the end by half of the range of the sensor. */
    DRIFT,
    /** One value is too high by half of the range of the sensor or more. */
    SPIKE,
    /** The reading is not sent; its sequence number is missing. */
    DROPOUT,
    /** The reading is sent twice. */
    DUPLICATE;

    /** Whether the fault lasts for many readings of a sensor; else it affects a single one. */
    boolean isLasting() {
        return this == STUCK || this == DRIFT;
    }

    /** The name in properties and JSON, such as {@code stuck}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

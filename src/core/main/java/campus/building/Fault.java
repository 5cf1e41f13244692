package campus.building;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What can be wrong with a reading. */
public enum Fault {

    /** The value stays where it was when the fault began. */
    STUCK(true),
    /** The value goes up and away from the right one, by half of the sensor's range in the end. */
    DRIFT(true),
    /** One value is too high by half of the sensor's range or more. */
    SPIKE(false),
    /** The reading is never sent; its number is missing. */
    DROPOUT(false),
    /** The reading is sent twice. */
    DUPLICATE(false);

    private final boolean lasting;

    Fault(boolean lasting) {
        this.lasting = lasting;
    }

    /** Whether it lasts for many readings of a sensor; else it hits a single one. */
    boolean lasting() {
        return lasting;
    }

    /** The name in properties and JSON, such as {@code stuck}. */
    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}

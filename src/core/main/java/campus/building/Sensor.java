package campus.building;

import campus.building.SensorModel.Conditions;
import java.util.function.ToDoubleFunction;

/**
 * The sensors of a room (lab sheet 1, last exercise): SenML unit (RFC 8428, section 12.1), range of the simulated
 * values, and the value as a function of the conditions in the room. To add a sensor type, add a constant at the end:
 * topics, readings, faults and views follow. The page has its name and its colour.
 */
public enum Sensor {

    /** Air temperature, degrees Celsius. */
    TEMP("Cel", 16, 29, at -> at.temperature() + 0.6 * at.quick()),
    /** Relative humidity, per cent: the same water in warmer air. */
    HUM("%RH", 25, 65, at -> 62 - 3.2 * at.warmth() - 3 * at.weather() + 1.5 * at.quick()),
    /** Illuminance, lux: the sky, the sun in the windows, and the lamps. */
    LUX("lx", 5, 950, at -> 5 + at.clearSky() * (120 * at.day().sunHeight() + 500 * at.sun(0))
            + (at.isOccupied() ? 320 : 0) + 5 * at.quick()),
    /** Vibration, metres per second squared: machines that always run, and people who walk. */
    VIBR("m/s2", 0, 2.5, at -> 0.02 + 0.08 * at.quick() + at.presence() * (0.3 + 2 * at.quick() * at.quick()));

    private final String unit;
    private final double min;
    private final double max;
    private final ToDoubleFunction<Conditions> model;

    Sensor(String unit, double min, double max, ToDoubleFunction<Conditions> model) {
        this.unit = unit;
        this.min = min;
        this.max = max;
        this.model = model;
    }

    /** The SenML unit of a value, such as {@code Cel}. */
    public String unit() {
        return unit;
    }

    /** The lowest simulated value, in {@link #unit()}. */
    public double min() {
        return min;
    }

    /** The highest simulated value, in {@link #unit()}. */
    public double max() {
        return max;
    }

    /** The value under these conditions, in {@link #unit()}, from {@link #min()} to {@link #max()}. */
    double value(Conditions conditions) {
        return Math.min(max, Math.max(min, model.applyAsDouble(conditions)));
    }
}

package campus.building;

/**
 * The four sensors of a room (lab sheet 1, last exercise), with SenML units (RFC 8428, section 12.1) and the range of
 * values that the simulator keeps to. To add a sensor type, add a line here: topics, readings and views follow.
 */
public enum Sensor {

    /** Air temperature, degrees Celsius. */
    TEMP("Cel", 16, 29),
    /** Relative humidity, per cent. */
    HUM("%RH", 25, 65),
    /** Illuminance, lux. */
    LUX("lx", 5, 950),
    /** Vibration, metres per second squared. */
    VIBR("m/s2", 0, 2.5);

    private final String unit;
    private final double min;
    private final double max;

    Sensor(String unit, double min, double max) {
        this.unit = unit;
        this.min = min;
        this.max = max;
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
}

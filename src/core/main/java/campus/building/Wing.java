package campus.building;

/** The four wings of a floor, by the letters of lab sheet 1: norte, sur, este, oeste. */
public enum Wing {
    N(0), S(180), E(90), O(270);

    private final double azimuth;

    Wing(double degrees) {
        this.azimuth = Math.toRadians(degrees);
    }

    /** The direction of its windows, clockwise from north, radians. */
    double azimuth() {
        return azimuth;
    }
}

package campus.camel;

/** The MQTT users of the routes, as options of an endpoint. Camel looks the password up, so that no URI shows it. */
public final class Login {

    /** Of sensors, views and the last values of the page. */
    public static final String BUILDING = of("campus.building");
    /** Of the teacher. */
    public static final String TEACHER = of("campus.teacher");
    /** Of a student. */
    public static final String STUDENT = of("campus.student");

    private Login() {
    }

    private static String of(String prefix) {
        return "&userName=#property:" + prefix + ".username&password=#property:" + prefix + ".password";
    }
}

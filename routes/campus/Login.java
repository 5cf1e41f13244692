package campus;

/** The MQTT users of the routes, as options of an endpoint. Camel looks the password up, so that no URI shows it. */
final class Login {

    static final String BUILDING = of("campus.building");
    static final String TEACHER = of("campus.teacher");
    static final String STUDENT = of("campus.student");

    private Login() {
    }

    private static String of(String prefix) {
        return "&userName=#property:" + prefix + ".username&password=#property:" + prefix + ".password";
    }
}

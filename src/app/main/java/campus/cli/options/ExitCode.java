package campus.cli.options;

/** The exit codes that scripts may rely on. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int NOTHING_IN_TIME = 3;
    public static final int REFUSED_BY_BROKER = 4;
    public static final int REFUSED_BY_TEACHER = 5;

    private ExitCode() {
    }
}

package campus.cli;

/** The exit codes that scripts may rely on. */
final class ExitCode {

    static final int OK = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int NOTHING_IN_TIME = 3;
    static final int REFUSED_BY_BROKER = 4;
    static final int REFUSED_BY_TEACHER = 5;

    private ExitCode() {
    }
}

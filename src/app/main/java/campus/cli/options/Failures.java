package campus.cli.options;

import campus.base.Causes;
import campus.base.SettingException;
import campus.broker.BrokerStartException;
import campus.classroom.student.NoCodeException;
import campus.classroom.student.RefusedByTeacherException;
import campus.link.LinkException;
import campus.link.tls.TlsFileException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what went wrong into one line for the user and an exit code. Stack traces go to the log at DEBUG. */
public final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {
    }

    public static int usage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, firstLine(e.getMessage()) + " (see " + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.USAGE;
    }

    public static int failed(Exception e, CommandLine command, CommandLine.ParseResult args) {
        LOG.debug("failed", e);
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            Integer code = exitCode(cause);
            if (code != null) {
                print(command, firstLine(cause.getMessage()) + hint(cause));
                return code;
            }
        }
        Throwable root = Causes.root(e);
        LOG.error("unexpected failure", e);
        print(command, "failed: " + root.getClass().getSimpleName() + ": " + firstLine(root.getMessage()));
        return ExitCode.FAILED;
    }

    /** The code for a failure that can be expected, null for any other. */
    private static Integer exitCode(Throwable cause) {
        if (cause instanceof SettingException || cause instanceof TlsFileException) {
            return ExitCode.USAGE;
        }
        if (cause instanceof NoCodeException) {
            return ExitCode.NOTHING_IN_TIME;
        }
        if (cause instanceof RefusedByTeacherException) {
            return ExitCode.REFUSED_BY_TEACHER;
        }
        if (cause instanceof BrokerStartException) {
            return ExitCode.FAILED;
        }
        if (cause instanceof LinkException link) {
            return link.refused() ? ExitCode.REFUSED_BY_BROKER : ExitCode.FAILED;
        }
        boolean camelProperty = cause instanceof PropertyBindingException
                || cause instanceof ResolveEndpointFailedException
                || cause instanceof FailedToCreateRouteException && cause.getCause() == null;
        return camelProperty ? ExitCode.USAGE : null;
    }

    private static String hint(Throwable cause) {
        if (!(cause instanceof LinkException link)) {
            return "";
        }
        if (link.getMessage().matches(".*(the broker closed the connection|Connection reset).*")) {
            return "; the port may be for another transport: try mqtt://, mqtts://, ws:// or wss:// with -L";
        }
        if (link.getMessage().contains("TLS: ")) {
            return "";
        }
        return link.refused()
                ? "; check user name and password, -u and -P, and what this user may do"
                : "; start a broker with 'java -jar target/campus.jar', or name another with -h and -p";
    }

    private static void print(CommandLine command, String message) {
        command.getErr().println("campus: " + message);
        command.getErr().flush();
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}

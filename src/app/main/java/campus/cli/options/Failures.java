package campus.cli.options;

import campus.base.Causes;
import campus.base.PackagedProperties;
import campus.base.SettingException;
import campus.broker.BrokerStartException;
import campus.classroom.student.NoCodeException;
import campus.classroom.student.RefusedByTeacherException;
import campus.cli.language.Language;
import campus.link.LinkException;
import campus.link.tls.TlsFileException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Makes one line for the user and an exit code of an exception. Stack traces of expected ones are logged at DEBUG. */
public final class Failures {

    /** What is wrong if Java puts U+FFFD in the place of what it could not read, and the remedy. */
    public static final String UNREADABLE = " has characters that are not of the encoding of this terminal: set a"
            + " locale with UTF-8, such as LC_ALL=C.UTF-8, and CAMPUS_LANGUAGE=es for Spanish";

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {
    }

    /** The exit code of a command line that cannot be read; prints the reason and points to the help. */
    public static int usage(CommandLine.ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        print(command, problem(e, command.getSubcommands().keySet()), " ",
                "(see " + command.getCommandSpec().qualifiedName() + " --help)");
        return ExitCode.USAGE;
    }

    private static String problem(CommandLine.ParameterException e, Set<String> commands) {
        String known = commands.stream().sorted().collect(Collectors.joining(", "));
        String text = firstLine(e.getMessage());
        if (text.equals("Missing required subcommand")) {
            return "a command is missing: accepted is " + known;
        }
        if (e instanceof CommandLine.UnmatchedArgumentException other && !other.isUnknownOption()
                && !commands.isEmpty()) {
            String name = other.getUnmatched().get(0);
            String none = "there is no command '" + name + "'";
            return name.contains("=") ? none + ": did you mean -D " + name + "?"
                    : none + PackagedProperties.near(name, commands)
                            .map(near -> ": did you mean " + near + "? Accepted is ").orElse(": accepted is ") + known;
        }
        return text.replaceFirst(" is not an? (int|long)$", " is not a whole number");
    }

    /**
     * Refuses arguments that Java could not read: it puts U+FFFD for each byte that is not of the encoding of the
     * locale, and what was meant is lost.
     */
    public static void requireReadable(CommandLine.ParseResult parsed) {
        if (parsed.originalArgs().stream().anyMatch(argument -> argument.indexOf('\uFFFD') >= 0)) {
            throw new CommandLine.ParameterException(parsed.commandSpec().commandLine(), "an argument" + UNREADABLE);
        }
    }

    /** The exit code of a command that failed; prints the first of the causes that explains it. */
    public static int failed(Exception e, CommandLine command, CommandLine.ParseResult args) {
        LOG.debug("failed", e);
        Optional<Throwable> expected = Causes.of(e).filter(cause -> exitCode(cause) != null).findFirst();
        if (expected.isPresent()) {
            if (expected.get() instanceof OutputException output && output.closedPipe()) {
                return ExitCode.FAILED;
            }
            String hint = hint(expected.get(), args);
            print(command, firstLine(expected.get().getMessage()), hint.isEmpty() ? "" : "; ", hint);
            return exitCode(expected.get());
        }
        Throwable root = Causes.root(e);
        LOG.error("unexpected failure", e);
        print(command, "failed: " + root.getClass().getSimpleName() + ": " + firstLine(root.getMessage()));
        return ExitCode.FAILED;
    }

    /** The exit code for an exception that is expected, null for any other. */
    private static Integer exitCode(Throwable cause) {
        if (cause instanceof SettingException || cause instanceof TlsFileException
                || cause instanceof PropertyBindingException || cause instanceof ResolveEndpointFailedException
                || cause instanceof FailedToCreateRouteException && cause.getCause() == null) {
            return ExitCode.USAGE;
        }
        if (cause instanceof NoCodeException) {
            return ExitCode.NOTHING_IN_TIME;
        }
        if (cause instanceof RefusedByTeacherException) {
            return ExitCode.REFUSED_BY_TEACHER;
        }
        if (cause instanceof LinkException link && link.refused()) {
            return ExitCode.REFUSED_BY_BROKER;
        }
        boolean expected = cause instanceof LinkException || cause instanceof BrokerStartException
                || cause instanceof OutputException;
        return expected ? ExitCode.FAILED : null;
    }

    private static String hint(Throwable cause, CommandLine.ParseResult args) {
        if (!(cause instanceof LinkException link)) {
            return "";
        }
        CommandLine.ParseResult command = args.hasSubcommand() ? args.subcommand() : args;
        if (link.remedy().equals("check user name and password") && command.hasMatchedOption("-u")
                && !command.hasMatchedOption("-P")) {
            return "give -P: credentials.properties in the data folder has no password for this user on that broker,"
                    + " or another one";
        }
        if (!link.remedy().isEmpty()) {
            return link.remedy();
        }
        return link.getMessage().contains("no server listens there") || link.getMessage().contains("unknown host")
                ? "start a broker with 'java -jar target/campus.jar', or name another with -h and -p"
                : "";
    }

    /** Prints one line of these parts, in the language of the program. */
    private static void print(CommandLine command, String... parts) {
        Language language = command.getCommandSpec().root().userObject() instanceof PropertyOptions program
                ? program.language() : Language.ENGLISH;
        command.getErr().println("campus: " + Stream.of(parts).map(language::text).collect(Collectors.joining()));
    }

    private static String firstLine(String message) {
        return message == null ? "no reason given" : message.lines().findFirst().orElse("no reason given");
    }
}

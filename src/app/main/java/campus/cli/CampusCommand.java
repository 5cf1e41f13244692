package campus.cli;

import campus.cli.doctor.DoctorCommand;
import campus.cli.language.Language;
import campus.cli.options.ExitCode;
import campus.cli.options.Failures;
import campus.cli.options.OutputException;
import campus.cli.options.PropertyOptions;
import campus.cli.options.Signals;
import campus.cli.options.StandardOutput;
import campus.cli.replay.ReplayCommand;
import campus.cli.status.StatusCommand;
import campus.cli.teacher.TeacherCommand;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: {@code java -jar target/campus.jar [COMMAND] [OPTIONS]}; without a command it is {@code run}. */
@Command(name = "campus",
        description = "MQTT routes on Apache Camel: a building with sensors, and an exchange of codes for a class.",
        footer = {"", "Without a command: run. application.properties has every property."})
public final class CampusCommand implements Callable<Integer>, PropertyOptions {

    static final List<Class<?>> COMMANDS = List.of(RunCommand.class, StudentCommand.class, PubCommand.class,
            SubCommand.class, ReplayCommand.class, TopicsCommand.class, TeacherCommand.class, StatusCommand.class,
            DoctorCommand.class, BrokerCommand.class);

    @Option(names = "--help", usageHelp = true, scope = CommandLine.ScopeType.INHERIT,
            description = "Print this help and exit.")
    private boolean help;

    @Option(names = "--version", versionHelp = true, description = "Print the version and exit.")
    private boolean version;

    private final Map<String, String> properties = new LinkedHashMap<>();
    private final Language language;
    private final Signals signals;

    /**
     * @param language of what the commands say
     * @param signals  what signals do to a command
     */
    CampusCommand(Language language, Signals signals) {
        this.language = language;
        this.signals = signals;
    }

    /** A method, not a field: picocli would empty a field if -D is given before and after the command's name. */
    @Option(names = "-D", paramLabel = "KEY=VALUE", scope = CommandLine.ScopeType.INHERIT,
            description = "Set a property; wins over the environment and application.properties. Repeatable.")
    private void set(Map<String, String> more) {
        if (more != null) {
            properties.putAll(more);
        }
    }

    /** Runs the command and ends the JVM with its exit code. */
    public static void main(String... args) {
        StandardOutput.openErrors().ifPresent(System::setErr);
        if (System.getProperty("user.dir").indexOf('\uFFFD') >= 0) {
            // Before the log, which cannot start in such a folder.
            System.err.println("campus: " + Language.of(args).text("the name of this folder" + Failures.UNREADABLE));
            System.exit(ExitCode.USAGE);
        }
        Thread.setDefaultUncaughtExceptionHandler(new OutOfMemory(Runtime.getRuntime()::halt));
        chooseLog(named(args));
        // Otherwise Jakarta Mail searches the whole class path for it, twice for each mail.
        System.setProperty("jakarta.mail.util.StreamProvider", "org.eclipse.angus.mail.util.MailStreamProvider");
        Signals signals = new Signals();
        signals.exit(() -> execute(signals, StandardOutput.open(), args));
    }

    /** Log4j takes a third of a command's start: it is for {@code run}, and for what logs by java.util.logging. */
    private static void chooseLog(Optional<Class<?>> named) {
        if (named.isEmpty() || named.get() == RunCommand.class || named.get() == TeacherCommand.class) {
            System.setProperty("slf4j.provider", "org.apache.logging.slf4j.SLF4JServiceProvider");
            System.setProperty("java.util.logging.manager", "org.apache.logging.log4j.jul.LogManager");
        } else {
            System.setProperty("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
        }
        // Otherwise SLF4J tells on standard error which one it takes.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /** Runs the command with the present standard output. */
    static int execute(String... args) {
        return execute(new Signals(), System.out, args);
    }

    /**
     * Runs the command.
     *
     * @param out the standard output of a command; {@code run} logs to that of the JVM
     * @return the exit code: 0 done, 1 failed, 2 usage or property, else as the command's help says
     */
    private static int execute(Signals signals, PrintStream out, String... args) {
        if (args.length > 0 && args[0].equals("help")) {
            return execute(signals, out,
                    Stream.concat(Stream.of(args).skip(1), Stream.of("--help")).toArray(String[]::new));
        }
        Optional<Class<?>> named = named(args);
        if (named.isPresent() && named.get() != RunCommand.class) {
            // Only run logs to standard output. Before the first logger: the log is configured once.
            System.setProperty("campus.log.target", "SYSTEM_ERR");
            System.setProperty("campus.log.level", "WARN");
        }
        // Log4j and picocli take a quarter of a second each to start: one does not wait for the other.
        boolean logs = named.map(command -> command == RunCommand.class).orElse(args.length == 0);
        // The context of all loggers: SLF4J asks for it with the class loader of its caller.
        CompletableFuture<Void> log = !logs ? CompletableFuture.completedFuture(null)
                : CompletableFuture.runAsync(() -> LogManager.getContext(CampusCommand.class.getClassLoader(), false));
        Language language = Language.of(args);
        // picocli takes a tenth of a second to look at all of them, which only the help and a wrong name need.
        CommandLine program = program(language, signals, named.map(List::<Class<?>>of).orElse(COMMANDS));
        if (List.of(args).contains("--help")) {
            language.help().ifPresent(program::setResourceBundle);
        }
        return program.setOut(StandardOutput.writer(out)).setErr(StandardOutput.writer(System.err))
                .setExpandAtFiles(false).setAllowOptionsAsOptionParameters(true)
                .setParameterExceptionHandler(Failures::usage)
                .setExecutionExceptionHandler(Failures::failed)
                .setExecutionStrategy(parsed -> {
                    log.join();
                    return run(parsed, out);
                })
                .execute(args);
    }

    /** The program with these commands. */
    static CommandLine program(Language language, Signals signals, List<Class<?>> commands) {
        CommandLine program = new CommandLine(new CampusCommand(language, signals));
        commands.forEach(program::addSubcommand);
        // The build writes it into the jar.
        program.getCommandSpec().version("campus " + Objects.requireNonNullElse(
                CampusCommand.class.getPackage().getImplementationVersion(), "(not packaged)"));
        // What follows an option is its value, as with Mosquitto's tools: -m @room, -m -r, -P -x; and -m -- if the
        // command has nothing but options. No argument has the character 0.
        program.getSubcommands().values().stream()
                .filter(command -> command.getCommandSpec().positionalParameters().isEmpty())
                .forEach(command -> command.setEndOfOptionsDelimiter("\0"));
        return program;
    }

    /** The command: before it, only -D key=value stands. */
    private static Optional<Class<?>> named(String... args) {
        return Stream.of(args).takeWhile(arg -> !arg.equals("--help"))
                .filter(arg -> !arg.startsWith("-") && !arg.contains("=")).findFirst()
                .flatMap(arg -> COMMANDS.stream().filter(each -> each.getAnnotation(Command.class).name().equals(arg))
                        .findFirst());
    }

    /** Runs a command. Only {@code run} writes to the standard output of the JVM. */
    private static int run(CommandLine.ParseResult parsed, PrintStream out) {
        Failures.requireReadable(parsed);
        PrintStream before = System.out;
        try {
            if (!parsed.hasSubcommand() || parsed.subcommand().commandSpec().userObject() instanceof RunCommand) {
                return new CommandLine.RunLast().execute(parsed);
            }
            System.setOut(out);
            int code = new CommandLine.RunLast().execute(parsed);
            out.flush();
            return code;
        } catch (OutputException e) {
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), e.getMessage(), e);
        } finally {
            System.setOut(before);
        }
    }

    @Override
    public Map<String, String> properties() {
        return new LinkedHashMap<>(properties);
    }

    @Override
    public Language language() {
        return language;
    }

    @Override
    public Signals signals() {
        return signals;
    }

    @Override
    public Integer call() throws Exception {
        return RunCommand.run(properties(), signals);
    }
}

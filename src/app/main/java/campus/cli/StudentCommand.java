package campus.cli;

import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.SettingException;
import campus.base.Settings;
import campus.classroom.Dni;
import campus.classroom.student.NoCodeException;
import campus.classroom.student.Student;
import campus.cli.options.ExitCode;
import campus.cli.options.ReconnectingCommand;
import campus.cli.trace.TraceOption;
import campus.link.LinkException;
import campus.link.LinkSettings;
import campus.link.wire.PacketListener;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.util.ObjectHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code student}: passes the exchange of lab sheet 2 once. */
@Command(name = "student", description = "Ask the teacher for a code and answer with it: the exchange of lab sheet 2.",
        footer = {"", "Exit codes: 0 solution delivered or accepted, 1 failed, 2 usage, 3 no code in time,",
            "4 refused by the broker, 5 refused by the teacher."})
final class StudentCommand extends ReconnectingCommand {

    private static final Logger LOG = LoggerFactory.getLogger(StudentCommand.class);
    private static final String CLIENT_ID = "campus.student.client-id";
    private static final String SHARED_ID = "student.shared-client-id";
    /** Beside its time limit: for quiet on the topic of the codes, and for an answer. */
    private static final Duration MORE = Duration.ofSeconds(8);

    @Mixin
    private TraceOption tracing;

    @Option(names = "--dni", required = true,
            description = "Your DNI: 8 digits, 7 get a 0 in front; a final letter is checked and left out.")
    private String dni;

    @Option(names = "--name", required = true, description = "Your name, without ;")
    private String name;

    @Option(names = "--email", required = true, description = "Your address, for the mail of confirmation.")
    private String email;

    @Option(names = "--timeout", defaultValue = "30s",
            description = "How long to wait for a code, such as 500ms, 30s, 2m (default: ${DEFAULT-VALUE}).")
    private String timeout;

    @Override
    public Integer call() throws Exception {
        Student student = student();
        CommandOptions options = options(CommandOptions.STUDENT_USER, CommandOptions.STUDENT_PASSWORD);
        // Not of one connection: it begins the identifiers of all three.
        Optional.ofNullable(options.literals().remove(CommandOptions.CLIENT_ID))
                .ifPresent(id -> options.literals().put(CLIENT_ID, id));
        try (TraceOption trace = tracing;
             StudentCamel main = new StudentCamel(options, trace.begin(campus().language()))) {
            main.bind("student", student);
            if (!main.connect(limit(), () -> main.listenForAnswers(student))) {
                throw notConnected();
            }
            System.out.println(shown(exchange(main)));
        }
        return ExitCode.OK;
    }

    /** Without a connection no message comes or goes, so the exchange has a time limit as a whole. */
    private String exchange(CommandCamel main) throws Exception {
        CompletableFuture<String> outcome =
                main.getCamelTemplate().asyncRequestBody("direct:student", null, String.class);
        main.ended().thenAccept(outcome::completeExceptionally);
        if (!ends(outcome, limit()) && !(main.isConnected() && ends(outcome, MORE))) {
            throw notConnected();
        }
        return outcome.get();
    }

    /** Verdict and solution stay as they are, for programs; only the reason for no mail is for people. */
    private String shown(String outcome) {
        int begin = outcome.indexOf(" (no mail, ");
        return begin < 0 ? outcome : outcome.substring(0, begin) + " ("
                + campus().language().text(outcome.substring(begin + 2, outcome.length() - 1)) + ")";
    }

    private static boolean ends(CompletableFuture<?> outcome, Duration limit) throws Exception {
        return outcome.handle((verdict, failure) -> true)
                .completeOnTimeout(false, limit.toMillis(), TimeUnit.MILLISECONDS).get();
    }

    private NoCodeException notConnected() {
        return new NoCodeException("the exchange has not ended within " + timeout
                + ": is the broker running, and can it be reached?");
    }

    private Duration limit() {
        return Settings.of(Map.of("--timeout", timeout)).duration("--timeout", Duration.ofMillis(1));
    }

    private Student student() {
        Duration limit = limit();
        try {
            return new Student(Dni.parse(dni), name, email, limit);
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage());
        }
    }

    /** Camel Main for one exchange, with one connection if it has links. */
    private static final class StudentCamel extends CommandCamel {

        private String answersOn;
        private Duration grace;
        private boolean oneConnection;

        StudentCamel(CommandOptions options, Optional<PacketListener> trace) {
            super(options, trace, STUDENT);
        }

        @Override
        protected void prepare(Settings settings) {
            super.prepare(settings);
            String id = settings.optional(CLIENT_ID).orElseGet(LinkSettings::randomClientId);
            if (!id.matches("[A-Za-z0-9._-]{1,64}")) {
                throw Settings.invalid(CLIENT_ID, id, "up to 64 letters, digits, dots, hyphens and underscores");
            }
            addOverrideProperty(CLIENT_ID, id);
            oneConnection = settings.flag("campus.link.enabled");
            if (oneConnection) {
                addOverrideProperty(SHARED_ID, id);
            }
            answersOn = settings.text("campus.exchange.response-topic") + "/" + id + "/r";
            grace = settings.duration("campus.student.grace", Duration.ofMillis(1));
        }

        /**
         * If the broker does not let a student subscribe to answers, the exchange goes as the lab sheet has it. So it
         * does without links: what publishes then has another client identifier than what subscribes, and the embedded
         * broker lets nobody name the Response Topic of another.
         */
        void listenForAnswers(Student student) throws Exception {
            if (!oneConnection) {
                return;
            }
            try {
                getCamelContext().getRouteController().startRoute("student-answer");
                student.hearsAnswersOn(answersOn, grace);
            } catch (Exception e) {
                if (ObjectHelper.getException(LinkException.class, e) == null) {
                    throw e;
                }
                LOG.info("no answers on {}: {}", answersOn, e.getMessage());
            }
        }
    }
}

package campus.cli;

import campus.base.SettingException;
import campus.base.Settings;
import campus.exchange.Dni;
import campus.exchange.Student;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code student}: the whole exchange of lab sheet 2, once. */
@Command(name = "student", description = "Ask the teacher for a code and answer with it: the exchange of lab sheet 2.",
        footer = {"", "Exit codes: 0 solution delivered, 1 failed, 2 usage, 3 no code in time,",
            "4 refused by the broker, 5 refused by the teacher."})
final class StudentCommand implements Callable<Integer> {

    @ParentCommand
    private Campus campus;

    @Mixin
    private Campus.HelpOption help;

    @Mixin
    private ConnectionOptions connection;

    @Option(names = "--dni", required = true, description = "Your DNI: 8 digits; a final letter is checked and left out.")
    private String dni;

    @Option(names = "--name", required = true, description = "Your name, without ;")
    private String name;

    @Option(names = "--email", required = true, description = "Your address, to which the confirmation goes.")
    private String email;

    @Option(names = "--timeout", defaultValue = "30s",
            description = "How long to wait for a code, such as 500ms, 30s, 2m (default: ${DEFAULT-VALUE}).")
    private String timeout;

    @Override
    public Integer call() throws Exception {
        Student student = student();
        Map<String, String> options = connection.properties("campus.student.username", "campus.student.password");
        options.putAll(campus.properties());
        try (CampusMain main = new OneShotMain(options, CampusMain.STUDENT)) {
            main.bind("student", student);
            main.start();
            String solution = main.getCamelTemplate().requestBody("direct:student", null, String.class);
            System.out.println("delivered: " + solution);
        }
        return ExitCode.OK;
    }

    private Student student() {
        Settings options = new Settings(key -> Optional.of(timeout));
        try {
            return new Student(Dni.parse(dni), name, email, options.duration("--timeout", Duration.ofMillis(1)));
        } catch (IllegalArgumentException e) {
            throw new SettingException(e.getMessage());
        }
    }
}

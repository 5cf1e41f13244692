package campus.cli;

import campus.base.SettingException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code doctor}: whether the broker does what the routes need, and if not, why and what to do. */
@Command(name = "doctor", description = "Look whether the broker does what the enabled routes need: address, TLS, login,"
        + " topics, clock and limits. Each line passes or says why not and what to do.",
        footer = {"", "-u and -P are the student's. It publishes on DST/PRUEBA only, and leaves no session behind.",
            "Exit codes: 0 nothing is wrong, 1 something is wrong, 2 usage."})
final class DoctorCommand implements Callable<Integer> {

    @ParentCommand
    private Campus campus;

    @Mixin
    private Campus.HelpOption help;

    @Mixin
    private ConnectionOptions connection;

    @Parameters(arity = "0..*", paramLabel = "WHO",
            description = "For whom: building, teacher, student (default: whose routes are enabled, and student).")
    private List<String> who = List.of();

    @Option(names = {"-W", "--wait"}, paramLabel = "SECONDS", defaultValue = "6",
            description = "How long to wait for a reading, whose time tells the clock difference"
                    + " (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Override
    public Integer call() throws Exception {
        EnumSet<Role> roles = roles();
        if (seconds < 1) {
            throw new SettingException("-W " + seconds + " cannot be used: accepted is a whole number from 1");
        }
        Map<String, String> options = connection.properties(Role.STUDENT.key("username"), Role.STUDENT.key("password"));
        options.putAll(campus.properties());
        Findings findings = new Findings(System.out);
        try (CampusMain main = new OneShotMain(options)) {
            main.start();
            if (roles.isEmpty()) {
                roles.addAll(List.of(Role.values()));
                roles.removeIf(role -> !role.isEnabled(main.settings()));
            }
            new Doctor(main.getCamelContext(), main.settings(), options.keySet(), views(main, options), findings)
                    .examine(roles, Duration.ofSeconds(seconds));
        } catch (SettingException e) {
            findings.wrong("configuration", e.getMessage(), "mend it in application.properties, the environment or -D");
        }
        return findings.close() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private EnumSet<Role> roles() {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : who) {
            roles.add(List.of(Role.values()).stream().filter(role -> role.label().equals(name)).findFirst()
                    .orElseThrow(() -> new SettingException("'" + name + "' cannot be looked at: accepted is "
                            + List.of(Role.values()).stream().map(Role::label).collect(Collectors.joining(", ")))));
        }
        return roles;
    }

    /** The filters of the views, which the command itself does not run. */
    private static List<String> views(CampusMain main, Map<String, String> options) {
        Map<Object, Object> all = Configuration.load(options, true);
        return all.keySet().stream().map(String::valueOf)
                .filter(key -> key.startsWith(PropertyCheck.BLOCKS) && key.endsWith("].filter"))
                .map(key -> main.getCamelContext().resolvePropertyPlaceholders(String.valueOf(all.get(key))))
                .distinct().toList();
    }
}

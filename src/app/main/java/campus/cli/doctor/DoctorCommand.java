package campus.cli.doctor;

import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.app.PlaceholderException;
import campus.base.SettingException;
import campus.cli.options.ClientCommand;
import campus.cli.options.ExitCode;
import campus.link.tls.TlsFileException;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code doctor}: checks whether the broker does what the routes need, with the cause and the remedy of each failure.
 */
@Command(name = "doctor",
        description = "Check whether the broker does what the enabled routes need: address, TLS, login,"
        + " topics and limits; for a teacher its ledger and its mail server too. Each check prints ok, or the cause"
        + " and the remedy.",
        footer = {"", "-u and -P are the student's. The doctor publishes on DST/PRUEBA only, leaves no session,",
            "sends no mail and changes no ledger.",
            "Exit codes: 0 nothing is wrong, 1 something is wrong, 2 usage."})
public final class DoctorCommand extends ClientCommand {

    @Parameters(arity = "0..*", paramLabel = "ROLE",
            description = "building, teacher or student (default: each whose routes are enabled, and student).")
    private List<String> names = List.of();

    @Override
    public Integer call() throws Exception {
        EnumSet<Role> roles = roles();
        CommandOptions options = options(CommandOptions.STUDENT_USER, CommandOptions.STUDENT_PASSWORD);
        DoctorReport report = new DoctorReport(System.out);
        try (CommandCamel main = new CommandCamel(options)) {
            main.start();
            if (roles.isEmpty()) {
                roles.addAll(List.of(Role.values()));
                roles.removeIf(role -> !role.isEnabled(main.settings()));
            }
            Doctor doctor = new Doctor(main.getCamelContext(), main.settings(),
                    options.properties().containsKey(CommandOptions.BROKER_URL), report);
            main.explain(() -> doctor.check(roles));
            if (names.isEmpty()) {
                doctor.checkPage();
            }
            if (roles.contains(Role.TEACHER)) {
                new TeacherCheck(main.getCamelContext(), main.settings(), report).check();
            }
            if (names.isEmpty() && main.settings().flag("campus.broker.enabled")
                    && !options.properties().containsKey(CommandOptions.BROKER_URL)) {
                new PageCheck(main.settings(), report).check();
            }
        } catch (PlaceholderException e) {
            throw e;
        } catch (SettingException | TlsFileException e) {
            report.wrong("configuration", e.getMessage(),
                    "correct it in application.properties, the environment or -D");
        }
        return report.close() == 0 ? ExitCode.OK : ExitCode.FAILED;
    }

    private EnumSet<Role> roles() {
        EnumSet<Role> roles = EnumSet.noneOf(Role.class);
        for (String name : names) {
            roles.add(List.of(Role.values()).stream().filter(role -> role.label().equals(name)).findFirst()
                    .orElseThrow(() -> new SettingException("'" + name + "' is not a role: accepted is "
                            + List.of(Role.values()).stream().map(Role::label).collect(Collectors.joining(", ")))));
        }
        return roles;
    }
}

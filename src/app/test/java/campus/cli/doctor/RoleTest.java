package campus.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import campus.app.CampusCamel;
import campus.app.CommandCamel;
import campus.app.CommandOptions;
import campus.base.Settings;
import campus.broker.BrokerFiles;
import campus.broker.users.Acl;
import campus.sink.View;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The topics that the doctor checks are those of the routes, and the packaged permissions allow them. */
class RoleTest {

    @ParameterizedTest
    @EnumSource
    void thePackagedPermissionsAllowTheTopicsOfARole(Role role, @TempDir Path data) {
        Map<String, String> options = Map.of("campus.data-dir", data.toString(), "campus.building.password", "any",
                "campus.teacher.password", "any");
        try (CampusCamel main = new CommandCamel(CommandOptions.of(options))) {
            main.init();
            Settings settings = main.settings();
            Acl acl = Acl.read(BrokerFiles.config(settings, main.getCamelContext()::resolvePropertyPlaceholders,
                    List.of())
                    .aclFile());
            String user = settings.text(role.key("username"));
            List<String> views = View.enabled(settings).stream().map(View::filter).toList();
            assertThat(role.reads(settings, views)).isNotEmpty()
                    .allMatch(filter -> acl.mayRead(user, "client", filter));
            assertThat(role.writes(settings)).isNotEmpty()
                    .allMatch(topic -> acl.mayWrite(user, "client", topic.replace("...", "x")));
        }
    }

    @Test
    void teacherAndStudentSubscribeToTheFiltersThatAreChecked() throws Exception {
        Settings none = Settings.of(Map.of());
        String teacher = Files.readString(Path.of("routes/campus/TeacherRoutes.java"));
        assertThat(Role.TEACHER.reads(none, List.of()))
                .allMatch(filter -> teacher.contains("filter(\"" + filter + "\")"));
        String student = Files.readString(Path.of("routes/campus/StudentRoutes.java"));
        assertThat(Role.STUDENT.reads(none, List.of())).allMatch(filter -> student.contains(filter + "?"));
    }
}

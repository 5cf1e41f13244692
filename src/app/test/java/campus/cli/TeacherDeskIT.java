package campus.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.base.Json;
import campus.cli.options.ExitCode;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code campus teacher ...} as programs of their own, beside a teacher that runs, and without one. */
class TeacherDeskIT extends PackagedProgram {

    private static final String TOMORROW = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();

    @Test
    void withoutALedgerEachCommandIsOneLineAndMakesNothing() throws Exception {
        for (String command : new String[] {"status", "export --csv class.csv",
            "purge --before 2026-11-21", "purge --before 2026-11-21 --dry-run"}) {
            assertThat(teacher(command)).as(command).isEqualTo(ExitCode.USAGE);
            assertThat(text("teacher.err")).hasLineCount(1).startsWith(
                    "campus: there is no ledger at campus.ledger.url=jdbc:sqlite:data/ledger.db: ");
            assertThat(text("teacher.out")).isEmpty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
                    "teacher.out", "teacher.err");
        }
    }

    @Test
    void aClassIsLookedAtWhileItWorksAndWhenItIsOver() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/roster.txt"), "12345678\n00000001\n");
        Process run = runTeacher();
        assertThat(student("12345678", "=1+1 José")).isZero();
        assertThat(student("99999999", "Nadie", "--timeout", "1s")).isNotZero();

        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(teacher("status", "--json")).isZero();
            JsonNode status = Json.MAPPER.readTree(text("teacher.out"));
            assertThat(status.path("certified").longValue()).isEqualTo(1);
            assertThat(status.path("mails").path("sent").longValue()).isEqualTo(1);
            assertThat(status.path("refused").toString()).contains("the DNI is not on the roster");
        });
        assertStatus();
        assertThat(teacher("export", "--csv", "class.csv")).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("class.csv"))))
                .isEqualTo("rw-------");
        String exported = Files.readString(folder.resolve("class.csv"));
        assertThat(exported.lines()).hasSize(3).element(2).asString()
                .matches("12345678,2\\S+Z,2\\S+Z,'=1\\+1 José,pelim@teleco\\.upv\\.es,[0-9]{5}");

        run.destroy();
        assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<Path> before = files();
        assertStatus();
        assertThat(teacher("export")).isZero();
        assertThat(text("teacher.out")).isEqualTo(exported);
        assertThat(teacher("export", "--csv", "class.csv")).isEqualTo(ExitCode.USAGE);
        assertThat(text("teacher.err")).isEqualTo("campus: class.csv exists: give another name, or --force to replace it\n");
        assertThat(teacher("purge", "--before", TOMORROW, "--dry-run")).isZero();
        assertThat(text("teacher.out")).startsWith("would delete: 1 codes, ").contains(", 1 requests, ");
        assertThat(files()).as("looking makes no file").isEqualTo(before);

        assertThat(teacher("purge", "--before", TOMORROW)).isZero();
        assertThat(text("teacher.out")).startsWith("deleted: 1 codes, ").contains(", 1 requests, ").contains("data/ok.txt");
        assertThat(Files.readString(folder.resolve("data/ok.txt"))).contains("José");
        assertThat(folder.resolve("data/peticiones.log")).isEmptyFile();
        assertThat(teacher("export", "--csv", "--force", "class.csv")).isZero();
        assertThat(folder.resolve("class.csv")).content().doesNotContain("José").hasLineCount(3);
    }

    @Test
    void requestsThatArriveDuringAPurgeAreKept() throws Exception {
        int students = 300;
        List<String> roster = IntStream.range(0, students).mapToObj("2000%04d"::formatted).toList();
        Files.createDirectories(folder.resolve("data"));
        Files.write(folder.resolve("data/roster.txt"), roster);
        Files.writeString(folder.resolve("data/peticiones.log"), "2020-01-01T00:00:00Z 00000001\n".repeat(5000));
        runTeacher();
        Process asking = start("pub", "pub", "-p", "" + port, "-u", "dst", "-P", "dst", "-q", "1", "-t", "DST/PETICION", "-l");
        for (String dni : roster.subList(0, students / 2)) {
            asking.getOutputStream().write((dni + "\n").getBytes(US_ASCII));
            asking.getOutputStream().flush();
        }
        Process purge = start("purge", "teacher", "purge", "--before", "2021-01-01");
        for (String dni : roster.subList(students / 2, students)) {
            asking.getOutputStream().write((dni + "\n").getBytes(US_ASCII));
            asking.getOutputStream().flush();
            purge.waitFor(20, TimeUnit.MILLISECONDS);
        }
        asking.getOutputStream().close();
        assertThat(purge.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(purge.exitValue()).isZero();
        assertThat(text("purge.out")).startsWith("deleted: 0 codes, 0 refusals, 5000 requests, ");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(Files.readAllLines(folder.resolve("data/peticiones.log")))
                .extracting(line -> line.replaceFirst(".* ", "")).containsExactlyInAnyOrderElementsOf(roster));
    }

    private void assertStatus() throws Exception {
        assertThat(teacher("status")).isZero();
        assertThat(text("teacher.out")).containsPattern("(?m)^enrolled +2$").containsPattern("(?m)^asked +1$")
                .containsPattern("(?m)^certified +1$").containsPattern("(?m)^open codes +0$")
                .containsPattern("(?m)^mails sent +1$").containsPattern("(?m)^mails waiting +0$")
                .containsPattern("(?m)^mails given up +0$")
                .containsPattern("(?m)^requests refused: the DNI is not on the roster +[1-9]")
                .doesNotContain("12345678");
        assertThat(text("teacher.err")).isEmpty();
    }

    private Process runTeacher() throws IOException {
        return run("-D", "campus.sensors.enabled=false");
    }

    private int student(String dni, String name, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("student", "-p", "" + port, "--dni", dni, "--name", name, "--email",
                "pelim@teleco.upv.es"));
        args.addAll(List.of(more));
        Process student = start("student", args.toArray(String[]::new));
        assertThat(student.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return student.exitValue();
    }

    private int teacher(String... args) throws Exception {
        List<String> command = new ArrayList<>(List.of("teacher"));
        Stream.of(args).flatMap(arg -> Stream.of(arg.split(" "))).forEach(command::add);
        Process teacher = start("teacher", command.toArray(String[]::new));
        assertThat(teacher.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return teacher.exitValue();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}

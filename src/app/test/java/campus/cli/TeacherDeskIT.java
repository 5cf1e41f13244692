package campus.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.base.Json;
import campus.cli.options.ExitCode;
import campus.testkit.Ports;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code campus teacher ...} beside a teacher that runs as a process of its own, and without one. The page for the
 * teacher types each of these commands as a program.
 */
class TeacherDeskIT {

    private static final String TOMORROW = LocalDate.now(ZoneOffset.UTC).plusDays(1).toString();

    @TempDir
    Path folder;

    private final int port = Ports.free();
    private final CommandLine commands = new CommandLine();
    private PackagedProgram program;
    private Path data;

    @BeforeEach
    void prepare() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        data = folder.resolve("data");
    }

    @AfterEach
    void end() {
        program.close();
    }

    @Test
    void withoutALedgerEachCommandIsOneLineAndMakesNothing() throws Exception {
        for (String command : new String[] {"status", "export --csv " + folder.resolve("class.csv"),
            "purge --before 2026-11-21", "purge --before 2026-11-21 --dry-run"}) {
            assertThat(teacher(command)).as(command).isEqualTo(ExitCode.USAGE);
            assertThat(commands.err()).hasLineCount(1).startsWith(
                    "campus: there is no ledger at campus.ledger.url=jdbc:sqlite:" + data + "/ledger.db: ");
            assertThat(commands.out()).isEmpty();
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void theDataOfAClassWhileItWorksAndWhenItIsOver() throws Exception {
        Files.createDirectories(data);
        Files.writeString(data.resolve("roster.txt"), "12345678\n00000001\n");
        Path csv = folder.resolve("class.csv");
        Process run = runTeacher();
        assertThat(student("12345678", "=1+1 José")).isZero();
        assertThat(student("99999999", "Nadie", "--timeout", "1s")).isNotZero();

        await().atMost(PackagedProgram.PATIENCE).untilAsserted(() -> {
            assertThat(teacher("status", "--json")).isZero();
            JsonNode status = Json.MAPPER.readTree(commands.out());
            assertThat(status.path("certified").longValue()).isEqualTo(1);
            assertThat(status.path("mails").path("sent").longValue()).isEqualTo(1);
            assertThat(status.path("answered").path(0).path("private").booleanValue()).isTrue();
            assertThat(status.path("answered").path(0).path("seconds").doubleValue()).isBetween(0.0, 60.0);
            assertThat(status.path("refused").toString()).contains("the DNI is not on the roster");
        });
        assertStatus();
        assertThat(teacher("export", "--csv", csv.toString())).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(csv))).isEqualTo("rw-------");
        String exported = Files.readString(csv);
        assertThat(exported.lines()).hasSize(3).element(2).asString()
                .matches("12345678,2\\S+Z,2\\S+Z,'=1\\+1 José,pelim@teleco\\.upv\\.es,[0-9]{5},[0-9.]+,yes,1,sent");

        run.destroy();
        assertThat(run.waitFor(20, TimeUnit.SECONDS)).isTrue();
        List<Path> before = files();
        assertStatus();
        assertThat(teacher("export")).isZero();
        assertThat(commands.out()).isEqualTo(exported);
        assertThat(teacher("export", "--csv", csv.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo(
                "campus: " + csv + " exists: give another name, or --force to replace it" + System.lineSeparator());
        assertThat(teacher("purge", "--before", TOMORROW, "--dry-run")).isZero();
        assertThat(commands.out()).startsWith("would delete: 1 codes, ")
                .contains(", 1 requests, older than " + TOMORROW + " 00:00 UTC; ");
        assertThat(files()).as("looking makes no file").isEqualTo(before);

        assertThat(teacher("purge", "--before", TOMORROW)).isZero();
        assertThat(commands.out()).startsWith("deleted: 1 codes, ").contains(", 1 requests, ")
                .endsWith("left alone: " + data.resolve("ok.txt") + ", " + data.resolve("mail")
                        + System.lineSeparator());
        assertThat(Files.readString(data.resolve("ok.txt"))).contains("José");
        assertThat(data.resolve("peticiones.log")).isEmptyFile();
        assertThat(teacher("export", "--csv", "--force", csv.toString())).isZero();
        assertThat(csv).content().doesNotContain("José").hasLineCount(3);
    }

    @Test
    void requestsThatArriveDuringAPurgeAreKept() throws Exception {
        int students = 300;
        List<String> roster = IntStream.range(0, students).mapToObj("2000%04d"::formatted).toList();
        Files.createDirectories(data);
        Files.write(data.resolve("roster.txt"), roster);
        Files.writeString(data.resolve("peticiones.log"), "2020-01-01T00:00:00Z 00000001\n".repeat(5000));
        runTeacher();
        CompletableFuture<Integer> purge;
        try (ExchangeClient asking = new ExchangeClient(port, "asking", "dst", "dst")) {
            for (String dni : roster.subList(0, students / 2)) {
                asking.publish("DST/PETICION", dni.getBytes(US_ASCII));
            }
            purge = CompletableFuture.supplyAsync(() -> teacher("purge", "--before", "2021-01-01"));
            for (String dni : roster.subList(students / 2, students)) {
                asking.publish("DST/PETICION", dni.getBytes(US_ASCII));
                isDone(purge, 20);
            }
        }
        assertThat(purge.get(60, TimeUnit.SECONDS)).as(commands::err).isZero();
        assertThat(commands.out()).startsWith("deleted: 0 codes, 0 refusals, 5000 requests, ");
        await().atMost(PackagedProgram.PATIENCE)
                .untilAsserted(() -> assertThat(Files.readAllLines(data.resolve("peticiones.log")))
                .extracting(line -> line.replaceFirst(".* ", "")).containsExactlyInAnyOrderElementsOf(roster));
    }

    private static boolean isDone(CompletableFuture<Integer> purge, long millis) throws Exception {
        try {
            purge.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    private void assertStatus() {
        assertThat(teacher("status")).isZero();
        assertThat(commands.out()).containsPattern("(?m)^enrolled +2$").containsPattern("(?m)^asked +1$")
                .containsPattern("(?m)^certified +1$").containsPattern("(?m)^not on the roster +0$")
                .containsPattern("(?m)^open codes +0$")
                .containsPattern("(?m)^mails sent +1$").containsPattern("(?m)^mails waiting +0$")
                .containsPattern("(?m)^mails given up +0$")
                .containsPattern("(?m)^requests refused: the DNI is not on the roster +[1-9]")
                .doesNotContain("12345678");
        assertThat(commands.err()).isEmpty();
    }

    private Process runTeacher() throws IOException {
        return program.run(port, "-D", "campus.sensors.enabled=false");
    }

    private int student(String dni, String name, String... more) {
        List<String> args = new ArrayList<>(List.of("student", "-p", "" + port, "--dni", dni, "--name", name, "--email",
                "pelim@teleco.upv.es"));
        args.addAll(List.of(more));
        return commands.execute(args.toArray(String[]::new));
    }

    private int teacher(String... args) {
        List<String> command = new ArrayList<>(List.of("teacher"));
        Stream.of(args).flatMap(arg -> Stream.of(arg.split(" "))).forEach(command::add);
        command.addAll(List.of("-D", "campus.data-dir=" + data));
        return commands.execute(command.toArray(String[]::new));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.sorted().toList();
        }
    }
}

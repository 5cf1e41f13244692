package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.cli.options.ExitCode;
import campus.testkit.Ports;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The output and the exit code of each command: of the packaged program as processes, and of many failures in this one.
 */
class ProgramIT {

    private static final String JAR = "java -jar target/campus.jar ";
    /** Of a shell: quotes keep blanks together. */
    private static final Pattern WORD = Pattern.compile("(\"[^\"]*\"|[^\" ])+");
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    private final int port = Ports.free();
    private final CommandLine commands = new CommandLine();
    private PackagedProgram program;

    @AfterEach
    void end() {
        if (program != null) {
            program.close();
        }
    }

    /** As a user types it, without the options that make the other tests quick. */
    @Test
    void runsUntilASignalEndsItWithCode0() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.command());
        Process campus = program.run(port);

        campus.destroy();

        assertThat(campus.waitFor(10, TimeUnit.SECONDS)).as("ended within 10 s").isTrue();
        assertThat(campus.exitValue()).isZero();
        assertThat(program.text("run.err")).isEmpty();
        assertThat(program.text("run.out")).contains("embedded broker at tcp://127.0.0.1:" + port)
                .contains("in another terminal").doesNotContain("Exception").doesNotContain(" ERROR ");
        String secrets = Files.readString(folder.resolve("data/credentials.properties"));
        secrets.lines().filter(line -> line.contains("password=")).forEach(line ->
                assertThat(program.text("run.out")).doesNotContain(line.substring(line.indexOf('=') + 1)));
    }

    @Test
    void exerciseSalonLuzOfLabSheet2AndAWatchUntilASignal() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        try (Running campus = running("campus.broker.sys-interval", "1s")) {
            String at = "" + campus.port();
            Process watch = program.start("watch", "status", "-p", at, "-W", "30", "--watch");
            Process sub = program.start("sub", "sub", "-p", at, "-W", "30", "-C", "2", "-v", "-t", "salon/#");
            Process pub = program.start("pub", "pub", "-p", at, "-r", "-q", "1", "-t", "salon/luz", "-m", "ON");
            assertEnds(pub, 0);
            Process lines = program.start("lines", "pub", "-p", at, "-q", "1", "-t", "salon/más", "-l");
            lines.getOutputStream().write("uno\n".getBytes(StandardCharsets.UTF_8));
            lines.getOutputStream().close();
            assertEnds(lines, 0);

            assertEnds(sub, 0);
            assertThat(program.text("sub.out")).isEqualTo("salon/luz ON\nsalon/más uno\n");
            assertThat(program.text("sub.err")).isEmpty();

            await().atMost(PackagedProgram.PATIENCE).untilAsserted(() -> assertThat(program.text("watch.out"))
                    .contains("Artemis").containsPattern("\nmessages received +[0-9]+ +[0-9]+\\.[0-9] /s\n"));
            watch.destroy();
            assertEnds(watch, 0);
            assertThat(program.text("watch.err")).isEmpty();
        }
    }

    @Test
    void aTakenPortIsOneLineThatNamesTheKey() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertEnds(program.start("run", "-D", "campus.broker.port=" + other.getLocalPort()), ExitCode.FAILED);
            assertThat(program.text("run.err")).hasLineCount(1).startsWith("campus: ").contains("campus.broker.port");
            assertThat(program.text("run.out")).isEmpty();
        }
    }

    @Test
    void theHintsOfAStartWorkAsTheyAreTyped() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        program.run(port, "-D", "campus.data-dir=my data", "-D", "campus.broker.host=127.0.0.2");
        List<String> hints = program.text("run.out").lines().filter(line -> line.contains(JAR))
                .map(line -> line.substring(line.indexOf(JAR) + JAR.length())).toList();
        assertThat(hints).hasSize(2);
        for (String hint : hints) {
            String[] words = WORD.matcher(hint).results().map(word -> word.group().replace("\"", ""))
                    .toArray(String[]::new);
            assertEnds(program.start("hint", words), ExitCode.OK);
        }
    }

    @Test
    void aSecondProgramOfOneFolderIsOneLineThatSaysHowToGoOn() throws Exception {
        try (Running campus = running("campus.sensors.rate", "1")) {
            for (String more : List.of("campus.client-id=other", "campus.teacher.enabled=false")) {
                assertThat(second(campus, more)).isEqualTo(ExitCode.USAGE);
                assertThat(commands.err()).isEqualTo("campus: another Campus runs with campus.data-dir=" + campus.data
                        + ": stop it, or give this one -D campus.data-dir=... -D campus.broker.port=..."
                        + " -D campus.page.port=...\n");
                assertThat(commands.out()).isEmpty();
            }
            assertThat(second(campus, "campus.sensors.rate=-1")).isEqualTo(ExitCode.USAGE);
            assertThat(commands.err()).hasLineCount(1).startsWith("campus: campus.sensors.rate=-1 cannot be used");
        }
        try (Running again = running("campus.sensors.rate", "1")) {
            assertThat(again.routes()).isNotEmpty();
        }
    }

    /** Else a password with an accent would be another one, for some clients only. */
    @Test
    void propertiesThatAreNotUtf8AreOneLine() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        Files.write(folder.resolve("application.properties"),
                "campus.student.password=contrase\u00f1a\n".getBytes(StandardCharsets.ISO_8859_1));
        assertEnds(program.start("run"), ExitCode.USAGE);
        assertThat(program.text("run.err")).isEqualTo("campus: " + folder.toRealPath().resolve("application.properties")
                + " cannot be read: it is not UTF-8 text\n");
    }

    @Test
    void aBrokerWithoutRoutesLeavesItsFolderToTheApplicationThatHasThem() throws Exception {
        try (Running broker = running("campus.teacher.enabled", "false");
                Running routes = Running.start(broker.data, Map.of("campus.broker.enabled", "false",
                        "camel.component.paho-mqtt5.broker-url", "tcp://127.0.0.1:" + broker.port()))) {
            assertThat(routes.awaitSubscribed().routes()).isNotEmpty();
        }
    }

    /** Also the port of its page is taken. */
    private int second(Running first, String option) throws Exception {
        try (ServerSocket page = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return commands.execute("run", "-D", "campus.page.port=" + page.getLocalPort(), "-D",
                    "campus.broker.port=0", "-D", "campus.data-dir=" + first.data, "-D", option);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"campus.sensors.floors=many", "campus.sensor.enabled=false",
        "camel.component.paho-mqtt5.keep-alive-interval=soon", "campus.view.room.to=nosuch:sink",
        "campus.ledger.url=jdbc:nosuch:x", "campus.teacher.roster=/no/such/file", "campus.sensors.interval-min=9s",
        "campus.tls.cafile=/no/such/file", "campus.tls.cafile=pom.xml", "campus.tls.key=pom.xml",
        "campus.broker.tls.cert=/no/such/file"})
    void aBadPropertyIsOneLineAndCode2(String bad) {
        List<String> run = new ArrayList<>(List.of("run", "-D", "campus.broker.port=0", "-D", bad, "-D",
                "campus.data-dir=" + folder.resolve("data")));
        if (bad.startsWith("campus.broker.tls.")) {
            run.addAll(List.of("-D", "campus.broker.tls.port=0"));
        }
        assertThat(commands.execute(run.toArray(String[]::new))).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).hasLineCount(1).startsWith("campus: ").contains(bad.substring(0, bad.indexOf('=')));
        assertThat(commands.out()).doesNotContain("Exception").doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"smtp://127.0.0.1:25?username=a&password=RAW(secret)&nosuch=1", "nosuch:u:secret@h",
        "smtp://u:secret@127.0.0.1:25?nosuch=1", "smtp://h?pasword=secret"})
    void aSinkThatCannotBeUsedIsToldWithoutItsPassword(String sink) {
        assertThat(commands.execute("run", "-D", "campus.broker.port=0", "-D", "campus.teacher.mail.to=" + sink, "-D",
                "campus.data-dir=" + folder.resolve("data"))).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).hasLineCount(1).contains("campus.teacher.mail.to=").doesNotContain("secret");
        assertThat(commands.out()).doesNotContain("secret");
    }

    @Test
    void aBadPropertyIsOneLineOfThePackagedProgramToo() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        assertEnds(program.start("bad", "run", "-D", "campus.broker.port=0", "-D", "campus.ledger.url=jdbc:nosuch:x"),
                ExitCode.USAGE);
        assertThat(program.text("bad.err")).hasLineCount(1).startsWith("campus: ").contains("campus.ledger.url");
        assertThat(program.text("bad.out")).doesNotContain("Exception").doesNotContain("\tat ");
    }

    /** Standard output is for payloads. */
    @Test
    void aWarningOfACommandGoesToStandardError() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        assertEnds(program.start("pub", "pub", "-p", "" + port, "-t", "salon/luz", "-n", "-D", "campus.link.window=9"),
                ExitCode.FAILED);
        assertThat(program.text("pub.out")).isEmpty();
        assertThat(program.text("pub.err")).hasLineCount(2).contains("campus.link.window is now ");
    }

    @Test
    void anOutputThatTheSystemDoesNotTakeEndsIt() throws Exception {
        assumeTrue(Files.exists(FULL), "there is no " + FULL);
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        assertEnds(program.start("full", Redirect.to(FULL.toFile()), "topics"), ExitCode.FAILED);
        assertThat(program.text("full.err")).isEqualTo("campus: standard output: cannot be written: No space left on"
                + " device\n");
        try (Running campus = running("campus.broker.sys-interval", "1s")) {
            Process sub = program.start("sub", Redirect.PIPE, "sub", "-p", "" + campus.port(), "-t", "salon/#");
            commands.execute("pub", "-p", "" + campus.port(), "-r", "-q", "1", "-t", "salon/luz", "-m", "ON");
            assertThat(sub.inputReader().readLine()).isEqualTo("ON");
            sub.getInputStream().close();
            commands.execute("pub", "-p", "" + campus.port(), "-q", "1", "-t", "salon/luz", "-m", "OFF");
            assertEnds(sub, ExitCode.FAILED);
            assertThat(program.text("sub.err")).isEmpty();
        }
    }

    @Test
    void aSignalEndsThePublishingOfLinesThatStillCome() throws Exception {
        program = new PackagedProgram(folder, PackagedJar.quickCommand());
        try (Running campus = running("campus.broker.sys-interval", "1s")) {
            String at = "" + campus.port();
            Process lines = program.start("lines", "pub", "-p", at, "-q", "1", "-r", "-t", "salon/luz", "-l");
            lines.getOutputStream().write("uno\ndos".getBytes(StandardCharsets.UTF_8));
            lines.getOutputStream().flush();
            assertThat(commands.execute("sub", "-p", at, "-C", "1", "-W", "60", "-t", "salon/#")).isZero();
            assertThat(commands.out()).isEqualTo("uno\n");
            assertThat(program.text("lines.err")).isEmpty();
            lines.destroy();
            assertEnds(lines, ExitCode.OK);
            assertThat(program.text("lines.err")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"pub -t salon/luz -m ON", "sub -t salon/#", "status",
        "student --dni 12345678 --name Peter --email pelim@teleco.upv.es"})
    void aBrokerThatIsDownIsOneLineAndCode1(String command) {
        assertThat(commands.execute((command + " -p " + port).split(" "))).isEqualTo(ExitCode.FAILED);
        assertThat(commands.err()).hasLineCount(1).startsWith("campus: not connected to tcp://127.0.0.1:" + port)
                .contains("-h and -p");
    }

    @Test
    void aWrongPasswordIsOneLineAndCode4() throws Exception {
        try (Running campus = running("campus.teacher.enabled", "false")) {
            assertThat(commands.execute("pub", "-p", "" + campus.port(), "-u", "dst", "-P", "wrong", "-t", "DST/PRUEBA",
                    "-m", "x")).isEqualTo(ExitCode.REFUSED_BY_BROKER);
            assertThat(commands.err()).hasLineCount(1).startsWith("campus: not connected to ").contains("user 'dst'")
                    .contains("bad user name or password").doesNotContain("wrong");
        }
    }

    private Running running(String key, String value) throws Exception {
        return Running.start(folder.resolve("data"),
                Map.of("campus.sensors.enabled", "false", "campus.views.enabled", "false", key, value));
    }

    private static void assertEnds(Process process, int code) throws InterruptedException {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
    }
}

package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.cli.options.ExitCode;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The packaged program as a process of its own: what it prints, how it ends. */
class ProgramIT extends PackagedProgram {

    @Test
    void runsAndASignalEndsItWithCode0() throws Exception {
        Process campus = run();

        campus.destroy();

        assertThat(campus.waitFor(10, TimeUnit.SECONDS)).as("ended within 10 s").isTrue();
        assertThat(campus.exitValue()).isZero();
        assertThat(text("run.err")).isEmpty();
        assertThat(text("run.out")).contains("embedded broker at tcp://127.0.0.1:" + port)
                .contains("in another terminal").doesNotContain("Exception").doesNotContain(" ERROR ");
        String secrets = Files.readString(folder.resolve("data/credentials.properties"));
        secrets.lines().filter(line -> line.contains("password=")).forEach(line ->
                assertThat(text("run.out")).doesNotContain(line.substring(line.indexOf('=') + 1)));
    }

    @Test
    void labSheet2ExerciseSalonLuz() throws Exception {
        run();
        Process sub = start("sub", "sub", "-p", "" + port, "-W", "15", "-C", "2", "-v", "-t", "salon/#");
        Process pub = start("pub", "pub", "-p", "" + port, "-r", "-q", "1", "-t", "salon/luz", "-m", "ON");
        assertThat(pub.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(pub.exitValue()).isZero();
        Process lines = start("lines", "pub", "-p", "" + port, "-q", "1", "-t", "salon/más", "-l");
        lines.getOutputStream().write("uno\n".getBytes(StandardCharsets.UTF_8));
        lines.getOutputStream().close();
        assertThat(lines.waitFor(20, TimeUnit.SECONDS)).isTrue();

        assertThat(sub.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(sub.exitValue()).isZero();
        assertThat(text("sub.out")).isEqualTo("salon/luz ON\nsalon/más uno\n");
        assertThat(text("sub.err")).isEmpty();
    }

    @Test
    void statusIsWatchedUntilASignal() throws Exception {
        run("-D", "campus.broker.sys-interval=1s");
        Process watch = start("watch", "status", "-p", "" + port, "--watch");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(text("watch.out"))
                .contains("Artemis").containsPattern("\nmessages received +[0-9]+ +[0-9]+\\.[0-9] /s\n"));

        watch.destroy();

        assertThat(watch.waitFor(10, TimeUnit.SECONDS)).as("ended within 10 s").isTrue();
        assertThat(watch.exitValue()).isZero();
        assertThat(text("watch.err")).isEmpty();
    }

    @Test
    void aTakenPortIsOneLineThatNamesTheKey() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Process campus = start("run", "-D", "campus.broker.port=" + other.getLocalPort());

            assertThat(campus.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(campus.exitValue()).isEqualTo(ExitCode.FAILED);
            assertThat(text("run.err")).hasLineCount(1).startsWith("campus: ").contains("campus.broker.port");
            assertThat(text("run.out")).isEmpty();
        }
    }

    @Test
    void aBadPropertyIsOneLineAndCode2() throws Exception {
        for (String bad : new String[] {"campus.sensors.floors=many", "campus.sensor.enabled=false",
            "camel.component.paho-mqtt5.keep-alive-interval=soon",
            "campus.view.room.to=nosuch:sink", "campus.ledger.url=jdbc:nosuch:x",
            "campus.teacher.roster=/no/such/file", "campus.sensors.interval-min=9s"}) {
            String key = bad.substring(0, bad.indexOf('='));
            Process campus = start("bad", "run", "-D", "campus.broker.port=0", "-D", bad);

            assertThat(campus.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(text("bad.err")).as(bad).hasLineCount(1).startsWith("campus: ").contains(key);
            assertThat(campus.exitValue()).as(bad).isEqualTo(ExitCode.USAGE);
            assertThat(text("bad.out")).as(bad).doesNotContain("Exception").doesNotContain("\tat ");
        }
    }

    @Test
    void noBrokerIsOneLineAndCode1() throws Exception {
        for (String[] command : new String[][] {{"pub", "-t", "salon/luz", "-m", "ON"}, {"sub", "-t", "salon/#"}, {"status"},
            {"student", "--dni", "12345678", "--name", "Peter Lim", "--email", "pelim@teleco.upv.es"}}) {
            List<String> args = new ArrayList<>(List.of(command));
            args.addAll(List.of("-p", "" + port));
            Process process = start("none", args.toArray(String[]::new));

            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(text("none.err")).as(command[0]).hasLineCount(1).startsWith("campus: not connected to tcp://127.0.0.1:" + port).contains("-h and -p");
            assertThat(process.exitValue()).as(command[0]).isEqualTo(ExitCode.FAILED);
        }
    }

    @Test
    void aWrongPasswordIsOneLineAndCode4() throws Exception {
        run();
        Process pub = start("pub", "pub", "-p", "" + port, "-u", "dst", "-P", "wrong", "-t", "DST/PRUEBA", "-m", "x");

        assertThat(pub.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(text("pub.err")).hasLineCount(1).startsWith("campus: not connected to ").contains("user 'dst'")
                .contains("bad user name or password").doesNotContain("wrong");
        assertThat(pub.exitValue()).isEqualTo(ExitCode.REFUSED_BY_BROKER);
    }
}

package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import campus.cli.options.ExitCode;
import campus.testkit.Mosquitto;
import campus.testkit.Ports;
import campus.testkit.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is typed as an option reaches Mosquitto as it is: nothing in it means anything to Camel. */
class LiteralTextIT {

    private static final List<String> ODD = List.of("{{x}}", "a}}b{{", "RAW(x)", "#bean:x", "?a=b&c=%41", "back\\slash",
            " blanks ", "#property:campus.client-id", "\\{{x\\}}", "ñandú €");

    @TempDir
    private Path folder;
    private Mosquitto broker;
    private final int elsewhere = Ports.free();
    private final CommandLine commands = new CommandLine();

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Mosquitto.isInstalled(), "Mosquitto is not installed");
        Path users = Files.createFile(folder.resolve("users"));
        for (String text : ODD) {
            try (Program passwords = Program.mosquitto("mosquitto_passwd", "-b", users, user(text), text)) {
                assertThat(passwords.exitCode()).as(passwords.toString()).isZero();
            }
        }
        try (Program passwords = Program.mosquitto("mosquitto_passwd", "-b", users, "edificio", "kept")) {
            assertThat(passwords.exitCode()).as(passwords.toString()).isZero();
        }
        broker = Mosquitto.start(folder, "allow_anonymous false", "password_file " + users,
                "listener " + elsewhere + " 127.0.0.2");
    }

    @AfterEach
    void stop() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void userPasswordIdentifierTopicAndPayload() {
        for (String text : ODD) {
            String topic = "t/" + text.replace("#", "");
            assertThat(commands.execute("pub", "-p", "" + broker.port(), "-u", user(text), "-P", text, "-i",
                    "id" + text, "-q", "1", "-r", "-t", topic, "-m", text)).as(text + commands.err()).isZero();
            assertThat(broker.log()).contains(" as id" + text + " (p5").contains("u'" + user(text) + "'");
            try (Program sub = Program.mosquitto("mosquitto_sub", "-p", broker.port(), "-u", user(text), "-P", text,
                    "-t", topic, "-v", "-C", "1")) {
                sub.line(Pattern.quote(topic + " " + text), 1);
            }
        }
    }

    @Test
    void aPasswordThatIsKeptNeedNotBeTypedOnThisMachine() throws Exception {
        Files.writeString(folder.resolve("credentials.properties"), "campus.building.password=kept\n");
        String data = "campus.data-dir=" + folder;
        assertThat(commands.execute("pub", "-D", data, "-p", "" + broker.port(), "-u", "edificio", "-t", "t", "-m",
                "x")).as(commands.err()).isZero();
        for (String[] other : new String[][] {{"-u", "edificio", "-P", "wrong"}, {"-u", "profesor"},
            {"-u", "edificio", "-P", ""}, {"-u", "edificio", "-h", "127.0.0.2", "-p", "" + elsewhere}}) {
            List<String> words = new ArrayList<>(List.of("pub", "-D", data, "-p", "" + broker.port(), "-t", "t", "-m",
                    "x"));
            if (other.length == 6) {
                words.subList(3, 5).clear();
            }
            words.addAll(List.of(other));
            assertThat(commands.execute(words.toArray(String[]::new))).as(words.toString()).isNotZero();
            assertThat(commands.err()).as(words.toString()).contains("not authorized");
        }
    }

    @Test
    void theKeptPasswordsAreOnlyReadForTheUserOfOne() throws Exception {
        Path kept = Files.createDirectory(folder.resolve("credentials.properties"));
        String[] pub = {"pub", "-D", "campus.data-dir=" + folder, "-p", "" + broker.port(), "-t", "t", "-m", "x", "-u",
            "edificio"};
        assertThat(commands.execute(pub)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: " + kept + " cannot be read (it is a folder): set campus.data-dir"
                + System.lineSeparator());
        Files.delete(kept);
        Files.writeString(kept, "campus.building.password=\\u00zz\n");
        assertThat(commands.execute("sub", "-D", "campus.data-dir=" + folder, "-p", "" + broker.port(), "-t", "t", "-u",
                "edificio")).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: " + kept + " cannot be read (Malformed \\uxxxx encoding.): set"
                + " campus.data-dir" + System.lineSeparator());
        for (String user : List.of("ana", "dst")) {
            pub[pub.length - 1] = user;
            assertThat(commands.execute(pub)).isEqualTo(ExitCode.REFUSED_BY_BROKER);
            assertThat(commands.err()).contains("not authorized").doesNotContain("credentials.properties");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"@room", "-r", "--", "--help", "-1", "--nonsense", "=", "\"quoted\""})
    void aPayloadMayLookLikeAnOption(String payload) {
        assertThat(commands.execute("pub", "-p", "" + broker.port(), "-u", "{{x}}", "-P", "{{x}}", "-q", "1", "-r",
                "-t", "t", "-m", payload)).as(commands.err()).isZero();
        try (Program sub = Program.mosquitto("mosquitto_sub", "-p", broker.port(), "-u", "{{x}}", "-P", "{{x}}", "-t",
                "t", "-C", "1")) {
            sub.line(Pattern.quote(payload), 1);
        }
    }

    @ParameterizedTest
    @CsvSource({"student --dni 12345678 --name Ana --email a@b.es --timeout 1s -i one,3", "doctor student,0"})
    void aUserOfItsOwn(String command, int code) {
        String[] words = (command + " -p " + broker.port() + " -u X -P X").split(" ");
        for (int i = 0; i < words.length; i++) {
            words[i] = words[i].equals("X") ? "a}}b{{" : words[i];
        }
        assertThat(commands.execute(words)).as(commands.err()).isEqualTo(code);
        assertThat(broker.log()).contains("u'a}}b{{'").doesNotContain("not authorised");
    }

    @Test
    void userAndPasswordInTheAddress() {
        String at = "@127.0.0.1:" + broker.port();
        String key = "camel.component.paho-mqtt5.";
        assertThat(commands.execute("pub", "-q", "1", "-t", "t", "-m", "x", "-D", key + "broker-url=tcp://h.invalid:1,"
                + " tcp://RAW(x):RAW(x)" + at)).as(commands.err()).isZero();
        assertThat(commands.err()).doesNotContain("RAW(x):", "RAW(x)@");
        assertThat(commands.execute("pub", "-q", "1", "-t", "t", "-m", "x", "-D", key + "broker-url=tcp://RAW(x):RAW(x)"
                + at)).as(commands.err()).isZero();
        assertThat(commands.execute("pub", "-q", "1", "-t", "t", "-m", "x", "-D", key + "broker-url= tcp://no:no"
                + at + " ", "-D", key + "user-name=?a=b&c=%41", "-D", key + "password=?a=b&c=%41"))
                .as(commands.err()).isZero();
        assertThat(commands.execute("pub", "-q", "1", "-t", "t", "-m", "x", "-P", "RAW(x)", "-D", key
                + "broker-url=tcp://RAW(x):no" + at)).as(commands.err()).isZero();
        assertThat(commands.execute("doctor", "student", "-D", key + "broker-url=tcp://no:secret" + at))
                .isEqualTo(ExitCode.FAILED);
        assertThat(commands.out()).contains("tcp://127.0.0.1:" + broker.port()).doesNotContain("secret");
    }

    @Test
    void aPlaceholderInAPropertyIsResolved() {
        assertThat(commands.execute("pub", "-p", "" + broker.port(), "-q", "1", "-t", "t", "-m", "x", "-D",
                "my.own=blanks", "-D", "camel.component.paho-mqtt5.user-name={{my.own}}", "-P", " blanks ", "-D",
                "camel.component.paho-mqtt5.client-id={{env:NO_SUCH_VARIABLE:me}}")).as(commands.err()).isZero();
        assertThat(broker.log()).contains("as me (p5");
    }

    /** In Mosquitto's password file, a colon ends a user, a line with # is a comment, and blanks are cut. */
    private static String user(String text) {
        return text.strip().replace(':', ';').replaceFirst("^#", "x#");
    }
}

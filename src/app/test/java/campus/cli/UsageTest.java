package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to a wrong command line: one line that begins with the program's name, exit code 2, and nothing else. */
class UsageTest {

    private static final String STUDENT = "student --name Peter --email a@b.es --dni ";

    private static final String COMMANDS = "broker, doctor, pub, replay, run, status, student, sub, teacher, topics"
            + " (see campus --help)";

    private static final String URL = "accepted is mqtt(s)://[user[:password]@]host[:port][/topic], and the same with"
            + " ws(s)://";

    private final CommandLine commands = new CommandLine();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "pub -t a -m x -q 3            | -q 3 cannot be used: accepted is 0, 1 or 2",
        "pub -t a -m x -q -1           | -q -1 cannot be used: accepted is 0, 1 or 2",
        "sub -t a -q 7                 | -q 7 cannot be used: accepted is 0, 1 or 2",
        "pub -m x                      | -t is missing: give a topic name with -t or in -L",
        "sub                           | -t is missing: give a topic filter with -t or in -L",
        "pub -t a/# -m x               | -t 'a/#' cannot be used: accepted is a topic name without + and #",
        "pub -t + -m x                 | -t '+' cannot be used: accepted is a topic name without + and #",
        "pub -t= -m x                  | -t '' cannot be used: accepted is a topic name without + and #",
        "sub -t a/#/b                  | -t 'a/#/b' is not a topic filter: # must be the last level (MQTT 5 section"
            + " 4.7.1.2)",
        "sub -t $share/g               | -t '$share/g' is not a shared subscription: accepted is $share/GROUP/FILTER,"
            + " the group without + and # (MQTT 5 section 4.8.2)",
        "sub -t $share//x              | -t '$share//x' is not a shared subscription: accepted is"
            + " $share/GROUP/FILTER, the group without + and # (MQTT 5 section 4.8.2)",
        "sub -t a\tb                   | -t 'a?b' cannot be used: accepted is a topic filter without"
            + " control characters",
        "replay x --speed fast         | --speed fast cannot be used: accepted is a number such as 10 or 0.5, or max",
        "replay x --speed -1           | --speed -1 cannot be used: accepted is a number such as 10 or 0.5, or max",
        "replay x --topic-prefix #     | --topic-prefix '#' cannot be used: accepted is the beginning of a topic name,"
            + " without + and #",
        "replay no-such-file           | no-such-file cannot be read: there is no such file",
        "pub -t a -m x -p 0            | -p 0 cannot be used: accepted is a port from 1 to 65535",
        "pub -t a -m x -p 65536        | -p 65536 cannot be used: accepted is a port from 1 to 65535",
        "sub -t a -C 0                 | -C 0 cannot be used: accepted is a whole number from 1",
        "sub -t a -C -5                | -C -5 cannot be used: accepted is a whole number from 1",
        "sub -t a -W 0                 | -W 0 cannot be used: accepted is a whole number from 1",
        "doctor nobody                 | 'nobody' is not a role: accepted is building, teacher, student",
        "status -W 0                   | -W 0 cannot be used: accepted is a whole number from 1",
        "sub -t a -L http://host       | -L cannot be used: it is not the address of an MQTT broker; " + URL,
        "sub -L mqtt://u:secret@ho[st  | -L cannot be used: it is not the address of an MQTT broker; " + URL,
        "sub -t a -L mqtt://u:p@ss@h   | -L cannot be used: in user and password, @ is written %40, : is %3A and / is"
            + " %2F; " + URL,
        "sub -t a -L mqtt://u:p%@h     | -L cannot be used: a % in it is written %25; " + URL,
        "sub -t a -L mqtt://h\t:1      | -L cannot be used: there is a blank in it; as a part of it, a blank is written"
            + " %20; " + URL,
        "sub -t a -L mqtt://h:99999    | -L cannot be used: its port is not a number from 1 to 65535; " + URL,
        "sub -t a -h host:1884         | -h 'host:1884' cannot be used: accepted is a host name of letters, digits, -,"
            + " _ and ., or an IP address; the port is -p, and a URL is -L",
        "pub -t a -m x -D campus.broker.port=99999 | campus.broker.port=99999 cannot be used: accepted is a whole"
            + " number from 0 to 65535",
        "pub -t a -m \uFFFD            | an argument has characters that are not of the encoding of this terminal: set"
            + " a locale with UTF-8, such as LC_ALL=C.UTF-8, and CAMPUS_LANGUAGE=es for Spanish (see campus --help)",
        "sub -t a --cafile no.crt      | campus.tls.cafile: no.crt cannot be read: there is no such file",
        "sub -t a --cafile pom.xml     | campus.tls.cafile: pom.xml: there is no certificate in it; accepted is a PEM"
        + " file"
            + " with -----BEGIN CERTIFICATE-----",
        "sub -t a --cert c.crt         | campus.tls.cert and campus.tls.key go together: set both or none",
        "sub -t a --key c.key          | campus.tls.cert and campus.tls.key go together: set both or none",
        "teacher                       | a command is missing: accepted is export, purge, roster, status (see campus"
            + " teacher --help)",
        "broker x                      | there is no command 'x': accepted is certificates, mosquitto (see campus"
            + " broker --help)",
        "pubb -t salon/x sub           | there is no command 'pubb': did you mean pub? Accepted is " + COMMANDS,
        "campus.sensors.rate=5 sub     | there is no command 'campus.sensors.rate=5': did you mean -D"
                + " campus.sensors.rate=5? (see campus --help)",
        "-D campus.language=en foo     | there is no command 'foo': accepted is " + COMMANDS,
        "sub -t a -C x                 | Invalid value for option '--count': 'x' is not a whole number (see campus sub"
            + " --help)",
        "sub -t a -p abc               | Invalid value for option '--port': 'abc' is not a whole number (see campus sub"
            + " --help)",
        "topics -D campus.nonsense=1   | campus.nonsense is not a property: application.properties lists them all",
        "teacher purge                 | Missing required option: '--before=DATE' (see campus teacher purge --help)",
        "teacher purge --before 21/11  | --before 21/11 cannot be used: accepted is a date such as 2026-11-21,"
            + " up to tomorrow",
        "teacher purge --before 2999-01-01 | --before 2999-01-01 cannot be used: accepted is a date such as 2026-11-21,"
            + " up to tomorrow",
        "teacher export src            | src exists: give another name, this is a folder",
        "teacher roster check nowhere  | nowhere: there is no such file; accepted is a text file in UTF-8 with one DNI"
        + " per line",
        STUDENT + "12345678A           | the letter of '12345678A' is wrong: to these digits belongs Z",
        STUDENT + "1234                | '1234' is not a DNI: accepted is 8 digits such as 12345678, or X, Y or Z and 7"
            + " digits; a final letter is checked and left out",
        "student --dni 12345678 --email a@b.es --name 12 | name '12' cannot be sent: the name has no letter",
        "student --dni 12345678 --email a@b.es --name a;b | name 'a;b' cannot be sent: accepted is one line of text"
        + " without ;",
        STUDENT + "12345678 --timeout 0s | --timeout=0s cannot be used: accepted is a length of time from 1ms to 8760h,"
            + " such as 500ms, 1s, 10m or 1h30m",
        "pub -t a -m x -D campus.broker.prt=1 | campus.broker.prt is not a property: did you mean campus.broker.port?"
            + " application.properties lists them all",
        "topics --floor 99             | --floor 99 cannot be used: accepted is a whole number from 1 to 8",
        "topics --room 0 --list        | --room 0 cannot be used: accepted is a whole number from 1 to 6",
        "topics -D campus.data-dir={{nope}} | campus.data-dir: the placeholder {{nope}} in its value cannot be"
            + " resolved: accepted is {{another.property}}, {{env:VARIABLE}} of a variable that is set, and"
            + " {{env:VARIABLE:otherwise}}",
        "topics -D campus.teacher.mail.to=smtp://h?password=RAW(a{{b}}c) | campus.teacher.mail.to: a placeholder in its"
            + " value cannot be resolved: accepted is {{another.property}}, {{env:VARIABLE}} of a variable that is set,"
            + " and {{env:VARIABLE:otherwise}}",
        "replay src                    | src cannot be read: it is a folder",
        "teacher roster check src      | src: it cannot be read (it is a folder); accepted is a text file in UTF-8 with"
            + " one DNI per line",
        "teacher status -D campus.ledger.url=foo | campus.ledger.url=foo cannot be opened: it is the address of neither"
            + " database; accepted is jdbc:sqlite:FILE or jdbc:postgresql://HOST/DATABASE?user=...&password=...",
        "teacher status -D campus.ledger.url=jdbc:sqlite:a\tb | there is no ledger at"
            + " campus.ledger.url=jdbc:sqlite:a?b: the teacher makes it at its first start; look at"
            + " campus.data-dir and campus.ledger.url",
        "pub -t a -m x -D camel.component.paho-mqtt5.keep-alive-interval=10s | camel.component.paho-mqtt5"
            + ".keep-alive-interval=10s cannot be used: accepted is a whole number of seconds from 0 to 65535",
        "topics -D camel.component.paho-mqtt5.max-reconnect-delay=abc | camel.component.paho-mqtt5.max-reconnect-delay"
            + "=abc cannot be used: accepted is a whole number of milliseconds from 0 to 2147483647",
        "run -D camel.component.paho-mqtt5.qos=3 | camel.component.paho-mqtt5.qos=3 cannot be used: accepted is 0, 1 or"
            + " 2",
        "sub -t a -D campus.link.max-inflight=0 | campus.link.max-inflight=0 cannot be used: accepted is a whole number"
            + " from 1 to 1000000",
        "run -D campus.link.retry=foo  | campus.link.retry=foo cannot be used: accepted is always, after-connect or"
            + " never",
        "topics -D camel.beans.x=#class:no.such.Pool | camel.beans.x=#class:no.such.Pool cannot be used: accepted is"
            + " the name of a class of the program",
        "-D campus.broker.prt=1        | campus.broker.prt is not a property: did you mean campus.broker.port?"
            + " application.properties lists them all",
        "run -D campus.sensors.x=1     | campus.sensors.x is not a property: did you mean campus.sensors.qos?"
            + " application.properties lists them all"})
    void aValueThatCannotBeUsedIsOneLine(String arguments, String message) {
        assertThat(execute(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: " + message + System.lineSeparator());
        assertThat(commands.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "http://u:secret@h        | it is not the address of an MQTT broker",
        "tcp://u:secret@my!broker | its host is not a name of letters, digits, -, _ and . or an IP address",
        "tcp://h:70000            | its port is not a number from 1 to 65535",
        "tcp://a:1,tcp://b:x      | its port is not a number from 1 to 65535",
        "tcp://u:secret@s@h       | in user and password, @ is written %40, : is %3A and / is %2F",
        "tcp://a:1,               | it is not the address of an MQTT broker"})
    void anAddressThatCannotBeUsedIsNotPrinted(String url, String reason) {
        String key = "camel.component.paho-mqtt5.broker-url";
        assertThat(commands.execute("pub", "-t", "a", "-m", "x", "-D", key + "=" + url)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: " + key + " cannot be used: " + reason + "; accepted is"
                + " tcp://host:port, ssl://host:port, ws://host:port or wss://host:port, with user:password@ before"
                + " the host if you like, and several of them with commas" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "student --dni 12345678 --name Peter --email a@b.es", "pub -t a -m x", "sub -t a",
        "status", "topics", "teacher status", "doctor", "replay pom.xml"})
    void aPlaceholderThatDoesNotResolveEndsEveryCommandWithTheSameLine(String command) {
        assertThat(execute(command + " -D campus.teacher.password=my{{secret}}")).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: campus.teacher.password: a placeholder in its value cannot be"
                + " resolved: accepted is {{another.property}}, {{env:VARIABLE}} of a variable that is set, and"
                + " {{env:VARIABLE:otherwise}}" + System.lineSeparator());
        assertThat(commands.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense", "nonsense", "pub -t a", "pub -t a -m x -n", "pub -t a -m x --nonsense",
        "pub -t a -m x extra", "pub -t a -m x -q two", "pub -t a -m x -p x", "pub -t", "sub -t a -C many",
        "sub -t a -C 1.5", "sub -t a -W soon", "student", "student --dni 12345678", "-D", "-D key", "run extra",
        "pub -t a -t b -m x", "broker", "broker x", "sub -t a -C 99999999999999999999", "doctor -W 5",
        "doctor --no-reconnect"})
    void aLineThatCannotBeReadIsOneLineAndPointsToTheHelp(String arguments) {
        assertThat(execute(arguments)).isEqualTo(ExitCode.USAGE);
        String[] words = arguments.split(" ");
        String command = words[0].matches("pub|sub|student|run|replay|broker|doctor") ? "campus " + words[0] : "campus";
        assertThat(commands.err()).startsWith("campus: ").hasLineCount(1)
                .endsWith(" (see " + command + " --help)" + System.lineSeparator())
                .doesNotContain("Exception", "\tat ");
        assertThat(commands.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "run ", "pub ", "sub ", "student ", "status ", "replay ", "teacher ", "teacher status ",
        "teacher export ", "teacher purge ", "teacher roster ", "teacher roster check ", "broker ",
        "broker certificates ", "broker mosquitto ", "topics ", "doctor "})
    void everyCommandHasHelp(String command) {
        assertThat(execute(command + "--help")).isEqualTo(ExitCode.OK);
        assertThat(commands.out()).startsWith(("Usage: campus " + command).strip()).contains("--help", "-D");
        assertThat(commands.err()).isEmpty();
    }

    @Test
    void helpIsAWordToo() {
        assertThat(execute("help pub")).isEqualTo(ExitCode.OK);
        assertThat(commands.out()).startsWith("Usage: campus pub");
        assertThat(execute("help")).isEqualTo(ExitCode.OK);
        assertThat(commands.out()).startsWith("Usage: campus ");
    }

    @Test
    void propertiesCountBeforeTheCommandAndAfterIt() {
        assertThat(execute("-D campus.sensors.building=EDIFICIO_9 -D campus.sensors.floors=9 topics"
                + " -D campus.sensors.floors=2 -D campus.sensors.rooms-per-wing=3 --list")).isEqualTo(ExitCode.OK);
        assertThat(commands.out()).contains("EDIFICIO_9/P_2/O/3/TEMP").doesNotContain("P_3", "/4/");
    }

    @Test
    void theFilesForMosquittoAreWrittenWithTheNextSteps(@TempDir Path folder) throws IOException {
        Path conf = folder.resolve("class/mosquitto.conf");
        String command = "broker mosquitto " + conf.getParent() + " -D campus.data-dir=" + folder;
        assertThat(execute(command)).isEqualTo(ExitCode.OK);
        assertThat(commands.out()).contains("mosquitto -c " + conf, "campus.page.username=pagina",
                folder.resolve("credentials.properties").toString());
        assertThat(conf.resolveSibling("password_file")).content().contains("pagina:");
        Files.writeString(conf, "listener 1883\n");
        assertThat(execute(command)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: " + conf + " exists with another content: give another folder, or"
                + " --force to replace it" + System.lineSeparator());
        assertThat(execute(command + " --force")).isEqualTo(ExitCode.OK);
    }

    @Test
    void theVersionIsToldInOneLine() {
        assertThat(execute("--version")).isEqualTo(ExitCode.OK);
        assertThat(commands.out()).startsWith("campus ").hasLineCount(1);
    }

    @Test
    void exitCodesAreThoseThatScriptsRelyOn() {
        assertThat(new int[] {ExitCode.OK, ExitCode.FAILED, ExitCode.USAGE, ExitCode.NOTHING_IN_TIME,
            ExitCode.REFUSED_BY_BROKER}).containsExactly(0, 1, 2, 3, 4);
    }

    private int execute(String arguments) {
        return commands.execute(arguments.split(" "));
    }
}

package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.cli.options.ExitCode;
import campus.testkit.Ports;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the commands say in Spanish beside a broker and a teacher, and on terminals of any locale. */
class SpanishIT {

    private static final String STUDENT = "student --name José --email j@upv.es -D campus.student.grace=10s --dni ";

    @TempDir
    Path folder;

    private final CommandLine commands = new CommandLine();
    private int port;

    @Test
    void theRefusalsOfBrokerAndTeacher() throws Exception {
        try (Running running = running()) {
            port = running.port();
            String broker = "tcp://127.0.0.1:" + port;
            assertThat(spanish(STUDENT + "99999999")).isEqualTo(ExitCode.REFUSED_BY_TEACHER);
            assertSaid("el profesor rechazó la petición de *****999: el DNI no está en la lista (not enrolled)");
            assertThat(spanish("pub -t salon/luz -m x -u dst -P no")).isEqualTo(ExitCode.REFUSED_BY_BROKER);
            assertSaid("sin conexión con " + broker + " como usuario 'dst': usuario o contraseña incorrectos (0x86);"
                    + " comprueba usuario y contraseña");
            assertThat(spanish("sub -t salon/luz -u edificio -D campus.data-dir=" + folder.resolve("none")))
                    .isEqualTo(ExitCode.REFUSED_BY_BROKER);
            assertSaid("sin conexión con " + broker + " como usuario 'edificio': usuario o contraseña incorrectos"
                    + " (0x86); da -P: credentials.properties, en la carpeta de datos, no tiene contraseña de este"
                    + " usuario en ese broker, o tiene otra");
            assertThat(spanish("pub -t DST/CODIGO -m x -q 1 -u dst -P dst")).isEqualTo(ExitCode.REFUSED_BY_BROKER);
            assertSaid("el usuario 'dst' no puede publicar en DST/CODIGO en " + broker + ": sin permiso (0x87);"
                    + " comprueba usuario y contraseña, y los permisos de este usuario");
            assertThat(spanish("sub -t DST/PETICION -u dst -P dst")).isEqualTo(ExitCode.REFUSED_BY_BROKER);
            assertSaid("el usuario 'dst' no puede suscribirse a DST/PETICION en " + broker + ": sin permiso (0x87);"
                    + " comprueba usuario y contraseña, y los permisos de este usuario");
            InputStream input = System.in;
            System.setIn(new ByteArrayInputStream("x\n".getBytes(StandardCharsets.US_ASCII)));
            try {
                assertThat(spanish("pub -t DST/CODIGO -l -q 1 -u dst -P dst")).isEqualTo(ExitCode.REFUSED_BY_BROKER);
            } finally {
                System.setIn(input);
            }
            assertSaid("línea 1: el usuario 'dst' no puede publicar en DST/CODIGO en " + broker + ": sin permiso"
                    + " (0x87); comprueba usuario y contraseña, y los permisos de este usuario");
        }
    }

    @Test
    void theSumsOfATrace() throws Exception {
        try (Running running = running()) {
            port = running.port();
            assertThat(spanish("pub -t salon/luz -m ON -q 1 --trace")).isZero();
            assertThat(commands.err().lines().map(String::strip)).anyMatch(line -> line.contains("-> PUBLISH"))
                    .anyMatch(line -> line.matches("MQTT +enviados +recibidos"))
                    .contains("paquetes    bytes paquetes    bytes")
                    .anyMatch(line -> line.matches("aplicación \\(payload\\) +2 bytes .*"))
                    .anyMatch(line -> line.startsWith("protocolo "))
                    .anyMatch(line -> line.matches("idas y vueltas +veces media ms  máx\\. ms"));
        }
    }

    @Test
    void theVerdictsAndWhatProgramsReadAreTheSame() throws Exception {
        try (Running running = running()) {
            port = running.port();
            assertThat(spanish(STUDENT + "12345678")).isZero();
            assertThat(commands.out()).matches("accepted: [0-9]{5};José;j@upv\\.es\\R");
            assertThat(spanish(STUDENT + "99999999")).isEqualTo(ExitCode.REFUSED_BY_TEACHER);

            await().atMost(PackagedProgram.PATIENCE).untilAsserted(() -> {
                assertThat(teacher("es", "status")).isZero();
                assertThat(commands.out()).containsPattern("(?m)^inscritos +1$")
                        .containsPattern("(?m)^certificados +1$")
                        .containsPattern("(?m)^rechazo de petición: el DNI no está en la lista +1$")
                        .containsPattern("(?m)^correos enviados +1$").doesNotContain("enrolled", "mails", "refused");
            });
            for (String command : List.of("status --json", "export --csv")) {
                assertThat(teacher("en", command.split(" "))).isZero();
                String english = commands.out();
                assertThat(teacher("es", command.split(" "))).isZero();
                assertThat(commands.out()).isEqualTo(english).isNotBlank();
            }
            assertThat(teacher("es", "purge", "--before", "2026-01-01", "--dry-run")).isZero();
            assertThat(commands.out()).startsWith("se borraría: 0 códigos, 0 rechazos, 0 peticiones, anteriores a"
                    + " 2026-01-01 00:00 UTC; no se toca: ");
        }
    }

    @Test
    void withoutBrokerOrTeacher() throws Exception {
        port = Ports.free();
        assertThat(spanish("pub -t a -m x")).isEqualTo(ExitCode.FAILED);
        // The operating system says it in Spanish if it has the locale.
        assertThat(commands.err()).matches("campus: sin conexión con tcp://127\\.0\\.0\\.1:" + port + ": ahí no escucha"
                + " ningún servidor \\([Cc]onexión re.*\\); pon en marcha un broker con"
                + " 'java -jar target/campus.jar', o di otro con -h y -p\\R");
        assertThat(teacher("es", "status")).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).startsWith("campus: no hay registro en campus.ledger.url=jdbc:sqlite:" + folder)
                .endsWith("mira campus.data-dir y campus.ledger.url" + System.lineSeparator());
        try (Running running = Running.start(folder, Map.of("campus.teacher.enabled", "false"))) {
            port = running.port();
            assertThat(spanish(STUDENT + "12345678 --timeout 1s")).isEqualTo(ExitCode.NOTHING_IN_TIME);
            assertSaid("en 1s no se publicó ningún código en DST/CODIGO para la petición de *****678: ¿está el DNI en"
                    + " la lista?, ¿está en marcha el programa del profesor?");
        }
    }

    /** Java has ASCII for a locale that this machine does not have, and would print a question mark for each accent. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        LANG=es_ES.UTF-8                    | no es un filtro de topics: # solo puede ser el último nivel
        LANG=es_NI.UTF-8                    | no es un filtro de topics: # solo puede ser el último nivel
        LC_ALL=es_ES.UTF-8 LANG=C           | no es un filtro de topics: # solo puede ser el último nivel
        LC_ALL=C CAMPUS_LANGUAGE=es         | no es un filtro de topics: # solo puede ser el último nivel
        LC_ALL=C.UTF-8 CAMPUS_LANGUAGE=es   | no es un filtro de topics: # solo puede ser el último nivel
        LC_ALL=C LANG=es_ES.UTF-8           | is not a topic filter: # must be the last level
        """)
    void aProcessReadsTheLocaleAndWritesAccents(String variables, String expected) throws Exception {
        Process process = start(variables, "sub", "-t", "a/#/b");
        assertThat(process.waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(Files.readString(folder.resolve("err"), StandardCharsets.UTF_8)).hasLineCount(1).contains(expected);
        assertThat(start(variables, "sub", "--help").waitFor()).isZero();
        assertThat(Files.readString(folder.resolve("out"), StandardCharsets.UTF_8))
                .contains(expected.startsWith("is") ? "Usage: campus sub" : "Códigos de salida: 0 terminó");
    }

    @Test
    void aPortThatIsTaken() throws Exception {
        try (Running running = running()) {
            Process process = start("LANG=es_ES.UTF-8", "run", "-D", "campus.broker.port=" + running.port(),
                    "-D", "campus.data-dir=" + folder.resolve("other"), "-D", "campus.page.enabled=false");
            assertThat(process.waitFor()).isEqualTo(ExitCode.FAILED);
            assertThat(Files.readString(folder.resolve("err"))).contains("campus: el puerto " + running.port()
                    + " de 127.0.0.1 está ocupado: para el otro programa, o pon en campus.broker.port otro puerto");
        }
    }

    @Test
    void aFolderThatIsInUse() throws Exception {
        try (Running running = running()) {
            assertThat(commands.execute("run", "-D", "campus.data-dir=" + running.data, "-D", "campus.language=es"))
                    .isEqualTo(ExitCode.USAGE);
            assertSaid("otro Campus está en marcha con campus.data-dir=" + folder + ": páralo, o da a este"
                    + " -D campus.data-dir=... -D campus.broker.port=... -D campus.page.port=...");
        }
    }

    private Running running() throws Exception {
        Files.writeString(folder.resolve("roster.txt"), "12345678\n");
        return Running.start(folder, Map.of("campus.sensors.enabled", "false", "campus.views.enabled", "false"))
                .awaitSubscribed();
    }

    /** A process with these variables, and no other ones about a locale or a language. */
    private Process start(String variables, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(PackagedJar.quickCommand());
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().keySet().removeIf(name -> name.matches("LANG|LC_.*|CAMPUS_LANGUAGE"));
        for (String variable : variables.split(" ")) {
            String[] parts = variable.split("=", 2);
            builder.environment().put(parts[0], parts[1]);
        }
        return builder.start();
    }

    private void assertSaid(String line) {
        assertThat(commands.err()).isEqualTo("campus: " + line + System.lineSeparator());
    }

    private int spanish(String arguments) {
        return commands.execute(Stream.concat(Stream.of(arguments.split(" ")),
                Stream.of("-p", "" + port, "-D", "campus.language=es")).toArray(String[]::new));
    }

    private int teacher(String language, String... arguments) {
        return commands.execute(Stream.of(Stream.of("teacher"), Stream.of(arguments),
                Stream.of("-D", "campus.data-dir=" + folder, "-D", "campus.language=" + language))
                .flatMap(part -> part).toArray(String[]::new));
    }
}

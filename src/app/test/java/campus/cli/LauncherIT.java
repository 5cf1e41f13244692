package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.condition.OS.WINDOWS;

import campus.cli.options.ExitCode;
import campus.testkit.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher {@code target/campus} does what {@code java -jar target/campus.jar} does, whatever its archive is. */
@DisabledOnOs(value = WINDOWS, disabledReason = "campus.cmd is the one for Windows")
class LauncherIT {

    private static final Path TARGET = PackagedJar.launcher().getParent();

    @TempDir
    Path temporary;

    private Path libraries;

    @AfterEach
    void leaveTheLibraries() throws IOException {
        if (libraries != null) {
            Files.delete(libraries);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        ''                            | false | campus.jsa
        run                           | false | campus.jsa
        -D campus.x=1                 | false | campus.jsa
        -Dcampus.x=1 run -D x=pub     | false | campus.jsa
        pub -t a -m run               | true  | campus-commands.jsa
        -D campus.x=1 sub -t a        | true  | campus-commands.jsa
        status                        | true  | campus-commands.jsa
        student --dni 12345678        | true  | campus-commands.jsa
        topics --match pub            | true  | campus.jsa
        --help                        | true  | campus.jsa
        """)
    void onlyShortCommandsGetTheFirstCompilerAloneAndASmallArchive(String arguments, boolean first, String archive)
            throws Exception {
        String[] words = arguments.isEmpty() ? new String[0] : arguments.split(" ");
        List<String> java = argumentsOfJava(PackagedJar.launcher(), Map.of(), words);
        assertThat(java.contains("-XX:TieredStopAtLevel=1")).isEqualTo(first);
        assertThat(java).contains("-XX:SharedArchiveFile=" + TARGET.resolve(archive))
                .endsWith(words).containsSequence("-jar", TARGET.resolve("campus.jar").toString());
    }

    @Test
    void blanksOptionsOfTheJvmAndASymbolicLink() throws Exception {
        Path program = copy(temporary.resolve("a folder"));
        Path link = Files.createSymbolicLink(temporary.resolve("c"), program.resolve("campus"));
        for (Path launcher : List.of(link, program.resolve("campus"))) {
            List<String> java = argumentsOfJava(launcher, Map.of("JAVA_OPTS", "-Xmx64m -ea"), "pub", "-m", "a  b", "");
            assertThat(java).containsSubsequence("-XX:SharedArchiveFile=" + program.resolve("campus-commands.jsa"),
                    "-Xmx64m", "-ea", "-jar", program.resolve("campus.jar").toString(), "pub", "-m", "a  b", "");
        }
    }

    /** The archive of another folder, of other jars, half of one. */
    @Tag("soak")
    @ParameterizedTest
    @ValueSource(strings = {"moved", "stale", "truncated"})
    void anotherArchiveThatCannotBeUsedIsNotTalkedAbout(String archive) throws Exception {
        anArchiveThatCannotBeUsedIsNotTalkedAbout(archive);
    }

    /** The archive of another JVM, none. */
    @ParameterizedTest
    @ValueSource(strings = {"foreign", "missing"})
    void anArchiveThatCannotBeUsedIsNotTalkedAbout(String archive) throws Exception {
        Path program = copy(temporary.resolve("program"));
        Path file = program.resolve("campus.jsa");
        byte[] content = Files.readAllBytes(file);
        switch (archive) {
            case "stale" -> Files.setLastModifiedTime(program.resolve("campus.jar"), FileTime.from(Instant.now()));
            case "foreign" -> Arrays.fill(content, 0, 4096, (byte) 7);
            case "truncated" -> content = Arrays.copyOf(content, content.length / 2);
            default -> { }
        }
        Files.delete(file);
        if (!archive.equals("missing")) {
            Files.write(file, content);
        }
        List<Path> before = files(program);

        assertThat(start(program.resolve("campus"), Map.of(), "topics", "--match", "a/#/b").waitFor())
                .isEqualTo(ExitCode.USAGE);
        assertThat(temporary.resolve("out")).isEmptyFile();
        assertThat(temporary.resolve("err")).content().hasLineCount(1).startsWith("campus: ");
        assertThat(start(program.resolve("campus"), Map.of(), "topics", "--match", "EDIFICIO_1/P_1/N/1/TEMP").waitFor())
                .isZero();
        assertThat(temporary.resolve("out")).hasContent("EDIFICIO_1/P_1/N/1/TEMP");
        assertThat(temporary.resolve("err")).hasContent("1 of 768 topics");
        assertThat(files(program)).as("nothing is written").isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"topics", "pub"})
    void theArchivesOfTheBuildAreUsed(String command) throws Exception {
        Map<String, String> strict = Map.of("JAVA_OPTS", "-Xshare:on");
        assertThat(start(PackagedJar.launcher(), strict, command, "--help").waitFor()).isZero();
        assertThat(temporary.resolve("err")).isEmptyFile();
    }

    /** The log of a command has a library of its own: nothing but a warning, on standard error. */
    @Test
    void aCommandLogsToStandardError() throws Exception {
        assertThat(start(PackagedJar.launcher(), Map.of(), "pub", "-p", Integer.toString(Ports.free()), "-t", "a",
                "-m", "x", "-D", "campus.link.window=5").waitFor()).isEqualTo(ExitCode.FAILED);
        assertThat(temporary.resolve("out")).isEmptyFile();
        assertThat(Files.readAllLines(temporary.resolve("err"))).satisfiesExactly(
                line -> assertThat(line).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d,\\d{3} WARN campus - "
                        + "campus\\.link\\.window is now campus\\.link\\.max-inflight; .*"),
                line -> assertThat(line).startsWith("campus: not connected to "));
    }

    /** In the locale C Java cannot read the name of a folder with an accent, nor open a file there. */
    @Test
    void aFolderWhoseNameCannotBeReadIsTold() throws Exception {
        assertThat(start(Path.of("/bin/sh"), Map.of("LC_ALL", "C"), "-c",
                "folder=\"$0/$(printf '\\303\\261')\"; mkdir \"$folder\" && cd \"$folder\" && exec \"$1\" run",
                temporary.toString(), PackagedJar.launcher().toString()).waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(temporary.resolve("err")).content().hasLineCount(1).contains("LC_ALL=C.UTF-8");
    }

    /** The machine of the tests has no locale of Nicaragua. */
    @Test
    void anAccentIsReadInALocaleThatIsNotThere() throws Exception {
        Map<String, String> locale = Map.of("LC_ALL", "es_NI.UTF-8", "CAMPUS_LANGUAGE", "");
        assertThat(start(PackagedJar.launcher(), locale, "sub", "-t", "ñ/#/b").waitFor()).isEqualTo(ExitCode.USAGE);
        assertThat(temporary.resolve("err")).content().hasLineCount(1)
                .startsWith("campus: -t 'ñ/#/b' no es un filtro de topics: ");
    }

    /** Other users of the computer may read the files, whatever the umask is, and change none. */
    @Test
    void onlyTheOwnerMayChangeTheFolders() throws Exception {
        try (PackagedProgram program = new PackagedProgram(temporary, List.of("/bin/sh", "-c",
                "umask 0 && exec \"$0\" \"$@\"", PackagedJar.launcher().toString()))) {
            program.run(Ports.free());
            try (Stream<Path> all = Files.walk(temporary.resolve("data"))) {
                assertThat(all.filter(Files::isDirectory)).isNotEmpty().allSatisfy(folder -> assertThat(
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))).isEqualTo("rwxr-xr-x"));
            }
        }
    }

    @Test
    void aClosedStandardInputIsAnEmptyOne() throws Exception {
        assertThat(start(Path.of("/bin/sh"), Map.of("JAVA_HOME", javaHome("exec cat")), "-c", "exec \"$0\" pub -l <&-",
                PackagedJar.launcher().toString()).waitFor()).isZero();
        assertThat(temporary.resolve("err")).isEmptyFile();
    }

    @Test
    void aSignalReachesTheProgram() throws Exception {
        try (PackagedProgram program = new PackagedProgram(temporary, List.of(PackagedJar.launcher().toString()))) {
            Process run = program.run(Ports.free());
            run.destroy();
            assertThat(run.waitFor(10, TimeUnit.SECONDS)).as("ended within 10 s").isTrue();
            assertThat(run.exitValue()).isZero();
            assertThat(program.text("run.err")).isEmpty();
        }
    }

    /** What the launcher gives to the {@code java} of JAVA_HOME. */
    private List<String> argumentsOfJava(Path launcher, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        Map<String, String> all = new HashMap<>(environment);
        all.put("JAVA_HOME", javaHome("for each; do echo \"$each\"; done"));
        assertThat(start(launcher, all, arguments).waitFor()).isZero();
        return Files.readAllLines(temporary.resolve("out"));
    }

    private String javaHome(String script) throws IOException {
        Path java = Files.createDirectories(temporary.resolve("my jdk/bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\n" + script + "\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return temporary.resolve("my jdk").toString();
    }

    private Process start(Path launcher, Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(temporary.resolve("out").toFile())
                .redirectError(temporary.resolve("err").toFile());
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** The program in another folder, with the same libraries. */
    private Path copy(Path folder) throws IOException {
        Files.createDirectory(folder);
        for (String file : List.of("campus", "campus.jar", "campus.jsa", "campus-commands.jsa")) {
            Files.copy(TARGET.resolve(file), folder.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        libraries = Files.createSymbolicLink(folder.resolve("lib"), TARGET.resolve("lib"));
        return folder.toRealPath();
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}

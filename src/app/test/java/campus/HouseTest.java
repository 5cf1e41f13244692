package campus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of all modules that neither the compiler nor Checkstyle checks. */
class HouseTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("testkit"))
            .importPackages("campus");
    private static final List<String> DECIDES = List.of("base", "mqtt", "building", "classroom");
    private static final Pattern SLEEP = Pattern.compile("Thread\\.sleep|TimeUnit\\.\\w+\\.sleep|park[N]anos"
            + "|until\\(\\(\\) -> true\\)|new CountDownLatch\\(\\d+\\)\\.await");
    private static final Pattern VARIABLE = Pattern.compile("(?<=setVariable\\(\")[^\"]+");

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("campus.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void packagesThatDecideKnowNeitherCamelNorMqttClients() {
        noClasses().that().resideInAnyPackage(DECIDES.stream().map(name -> "campus." + name + "..")
                .toArray(String[]::new))
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "org.eclipse.paho..",
                        "io.netty..", "campus.camel..", "campus.sink..", "campus.link..")
                .check(CLASSES);
    }

    /** A compiler sees constants too, which a class file does not name. */
    @Test
    void packagesThatDecideCompileWithoutCamelAndMqttClients(@TempDir Path classes) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !Path.of(entry).getFileName().toString()
                .matches(".*(camel|paho|artemis|netty|campus).*"))
                .collect(Collectors.joining(File.pathSeparator));
        List<Path> sources = DECIDES.stream()
                .flatMap(name -> SourceFiles.main().stream()
                        .filter(file -> file.startsWith(Path.of("src/core/main/java/campus", name)))).toList();
        assertThat(sources).hasSizeGreaterThan(20);

        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
            boolean compiled = compiler.getTask(messages, manager, null,
                    List.of("-d", classes.toString(), "-classpath", classPath, "-proc:none", "-implicit:none"), null,
                    manager.getJavaFileObjectsFromPaths(sources)).call();
            assertThat(compiled).as(messages.toString()).isTrue();
        }
    }

    @Test
    void theLinkKnowsNoOtherModule() {
        DescribedPredicate<JavaClass> others = JavaClass.Predicates.resideInAPackage("campus..")
                .and(JavaClass.Predicates.resideOutsideOfPackage("campus.link.."));
        noClasses().that().resideInAPackage("campus.link..").should().dependOnClassesThat(others).check(CLASSES);
    }

    @Test
    void nothingDependsOnTheRoutes() {
        noClasses().that().resideOutsideOfPackage("campus")
                .should().dependOnClassesThat().resideInAPackage("campus").check(CLASSES);
        assertThat(CLASSES.contain("campus.TeacherRoutes")).as("the routes are among the classes").isTrue();
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses().that().resideOutsideOfPackage("campus.cli..")
                .should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .orShould().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
    }

    @Test
    void noStateIsStatic() {
        noFields().that().areStatic().should().notBeFinal().check(CLASSES);
    }

    @Test
    void nothingSleeps() {
        assertThat(Stream.of(SourceFiles.main(), SourceFiles.tests()).flatMap(List::stream)
                .filter(file -> SLEEP.matcher(SourceFiles.read(file)).find()))
                .as("files that sleep, in disguise or not").isEmpty();
    }

    @Test
    void aPackageHasAtMost16FilesAndADescription() {
        Map<Path, List<Path>> packages = SourceFiles.main().stream().collect(Collectors.groupingBy(Path::getParent));
        assertThat(packages).hasSizeGreaterThan(20);
        assertThat(packages.keySet()).as("packages of more than 16 files")
                .filteredOn(folder -> packages.get(folder).size() > 16).isEmpty();
        assertThat(packages.keySet()).as("packages without package-info.java")
                // Every file in the folder of the routes is one that a runtime loads.
                .filteredOn(folder -> !folder.endsWith("routes/campus"))
                .filteredOn(folder -> !Files.exists(folder.resolve("package-info.java"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"main", "tests"})
    void noFileIsTooLong(String kind) {
        int limit = kind.equals("main") ? 250 : 300;
        assertThat(kind.equals("main") ? SourceFiles.main() : SourceFiles.tests()).isNotEmpty()
                .filteredOn(file -> SourceFiles.read(file).lines().count() > limit)
                .as("files of more than %s lines", limit).isEmpty();
    }

    @Test
    void readmeAndTeacherRoutesAreShort() {
        assertThat(SourceFiles.read(Path.of("README.md")).lines()).hasSizeLessThanOrEqualTo(160);
        String teacher = SourceFiles.read(Path.of("routes/campus/TeacherRoutes.java"));
        assertThat(teacher.lines()).hasSizeLessThanOrEqualTo(90);
        assertThat(VARIABLE.matcher(teacher).results().map(MatchResult::group).distinct()).hasSizeBetween(1, 2);
    }
}

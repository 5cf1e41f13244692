package campus;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of this house that a compiler does not check. */
class HouseTest {

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("campus");

    @Test
    void whatDecidesKnowsNeitherCamelNorMqtt() {
        noClasses().that().resideInAnyPackage("campus.base", "campus.building", "campus.exchange")
                .should().dependOnClassesThat().resideInAnyPackage("org.apache.camel..", "org.eclipse.paho..",
                        "org.apache.activemq..", "org.apache.artemis..", "campus.link", "campus.broker", "campus.cli")
                .check(CLASSES);
    }

    @Test
    void nothingDependsOnTheRoutes() {
        noClasses().that().resideOutsideOfPackage("campus")
                .should().dependOnClassesThat().resideInAPackage("campus").check(CLASSES);
        assertThat(CLASSES.contain("campus.TeacherRoutes")).as("the routes are among the classes").isTrue();
    }

    @Test
    void nobodySleeps() {
        noClasses().should().callMethod(Thread.class, "sleep", long.class)
                .orShould().callMethod(Thread.class, "sleep", long.class, int.class).check(CLASSES);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses().that().resideOutsideOfPackage("campus.cli")
                .should().accessField(System.class, "out").orShould().accessField(System.class, "err")
                .orShould().callMethod(Throwable.class, "printStackTrace").check(CLASSES);
    }

    @Test
    void noStateIsStatic() {
        noFields().that().areStatic().should().notBeFinal().check(CLASSES);
    }

    @ParameterizedTest
    @CsvSource({"routes,190", "src/main,300"})
    void noFileIsLongerThanAReaderLikes(Path folder, int lines) {
        List<Path> files = files(folder);
        assertThat(files).isNotEmpty().allSatisfy(
                file -> assertThat(Files.readAllLines(file).size()).as(file.toString()).isLessThanOrEqualTo(lines));
    }

    @Test
    void whatDecidesCompilesWithoutCamelAndMqtt(@TempDir Path classes) throws IOException {
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .filter(entry -> !Path.of(entry).getFileName().toString().matches(".*(camel|paho|artemis).*"))
                .collect(Collectors.joining(File.pathSeparator));
        List<Path> sources = Stream.of("base", "building", "exchange")
                .flatMap(name -> files(Path.of("src/main/java/campus", name)).stream()).toList();
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

    private static List<Path> files(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

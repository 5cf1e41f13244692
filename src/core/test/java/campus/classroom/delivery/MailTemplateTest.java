package campus.classroom.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import campus.base.SettingException;
import campus.base.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailTemplateTest {

    private static final Map<String, String> PETER = Map.of("nombre", "Peter Lim", "codigo", "45230");

    @TempDir
    private Path folder;

    @Test
    void theFirstTimeThePackagedOneIsCopiedIntoTheDataFolderAndLaterKept() throws IOException {
        MailTemplate packaged = MailTemplate.of(Settings.of(Map.of("campus.data-dir", folder.toString())));
        assertThat(packaged.filled(PETER).subject()).isEqualTo("Práctica MQTT: solución aceptada");
        assertThat(packaged.filled(PETER).body()).startsWith("Hola, Peter Lim:\n").contains("código 45230");
        Files.writeString(folder.resolve("mail.txt"), "Asunto: Bien hecho\n\n${nombre}: apto\n");
        MailTemplate edited = MailTemplate.of(Settings.of(Map.of("campus.data-dir", folder.toString())));
        assertThat(edited.filled(PETER).subject()).isEqualTo("Bien hecho");
        assertThat(edited.filled(PETER).body()).isEqualTo("Peter Lim: apto\n");
    }

    @Test
    void aFileFromWindowsIsAccepted() throws IOException {
        MailTemplate template = template("\uFEFFAsunto: Hola ${nombre}\r\n\r\nAdiós\r\n");
        assertThat(template.filled(PETER).subject()).isEqualTo("Hola Peter Lim");
        assertThat(template.filled(PETER).body()).isEqualTo("Adiós\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"${codigo}", "${nombre}", "$${codigo}", "${script:javascript:1+1}", "${sys:user.home}",
        "${env:PATH}", "${file:UTF-8:/etc/passwd}", "${codigo:-x}"})
    void aNameIsInsertedAsItIs(String name) throws IOException {
        MailTemplate template = template("Asunto: ${nombre}\n\n<${nombre}>\n");
        Map<String, String> values = Map.of("nombre", name, "codigo", "45230");
        assertThat(template.filled(values).subject()).isEqualTo(name);
        assertThat(template.filled(values).body()).isEqualTo("<" + name + ">\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Hola", "Asunto: x", "Asunto: x\n", "Asunto: x\n\n", "Asunto: x\ny\n", "Asunto:\n\ny",
        "Subject: x\n\ny", "Asunto: x\n\n${name}", "Asunto: ${sys:user.home}\n\ny", "Asunto: x\n\n${env:PATH}"})
    void anotherFormIsRefused(String text) {
        assertThatThrownBy(() -> template(text)).isExactlyInstanceOf(SettingException.class)
                .message().startsWith("campus.teacher.mail.template: " + folder).contains("; accepted is ")
                .doesNotContain("\n");
    }

    @Test
    void anotherPlaceholderIsNamed() {
        assertThatThrownBy(() -> template("Asunto: x\n\n${nombr}"))
                .hasMessageContaining("my.txt has another placeholder, ${nombr}; accepted is a text file");
    }

    private MailTemplate template(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("my.txt"), text);
        return MailTemplate.of(Settings.of(Map.of("campus.teacher.mail.template", file.toString())));
    }
}

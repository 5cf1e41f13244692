package campus.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackagedPropertiesTest {

    @Test
    void theMarkThatSomeEditorsPutBeforeTheTextIsSkipped() throws IOException {
        assertThat(read("\uFEFFa=1\nb=\u00f1", StandardCharsets.UTF_8))
                .containsExactly(Map.entry("a", "1"), Map.entry("b", "\u00f1"));
        assertThat(read("", StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void anotherEncodingOfUnicodeIsRefused() {
        assertThatThrownBy(() -> read("\uFEFFa=1", StandardCharsets.UTF_16LE))
                .hasMessage("it is UTF-16: save it as UTF-8");
    }

    @Test
    void onlyANameThatIsNearIsProposed() {
        List<String> names = List.of("student", "sub", "pub");
        assertThat(PackagedProperties.near("pubb", names)).contains("pub");
        assertThat(PackagedProperties.near("studnet", names)).contains("student");
        assertThat(PackagedProperties.near("nonsense", names)).isEmpty();
    }

    private static Map<String, String> read(String text, Charset charset) throws IOException {
        return PackagedProperties.read(new InputStreamReader(new ByteArrayInputStream(text.getBytes(charset)),
                StandardCharsets.UTF_8));
    }
}

package campus.link.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnackTest {

    private static String changed(String packet) throws IOException {
        return HexFormat.of().formatHex(Connack.read(new ByteArrayInputStream(HexFormat.of().parseHex(packet))));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "20030000 00,                         20030000 00",
        "2006000003 21ffff,                   2006000003 217fff",
        "2006000003 218000,                   2006000003 217fff",
        "2006000003 217fff,                   2006000003 217fff",
        "2006000003 210001,                   2006000003 210001",
        "2006000003 22000a,                   2006000003 220000",
        "2009000006 21ffff220001,             2009000006 217fff220000",
    })
    void limitsTheReceiveMaximumAndForbidsAliases(String sent, String read) throws IOException {
        assertThat(changed(sent.replace(" ", ""))).isEqualTo(read.replace(" ", ""));
    }

    @ParameterizedTest(name = "after {0}")
    @ValueSource(strings = {"1100000e10", "120003616263", "13000a", "150001ff", "16000200ff", "1a000161", "1c000161",
            "1f0003626164", "2401", "2500", "260001610001622600016300016422", "2700001000", "2800", "2900", "2a00"})
    void skipsEachOtherProperty(String property) throws IOException {
        String skipped = property.length() == 30 ? property.substring(0, 28) : property;
        int length = skipped.length() / 2 + 3;
        String head = String.format("20%02x0000%02x", length + 3, length);

        assertThat(changed(head + skipped + "21ffff")).isEqualTo(head + skipped + "217fff");
    }

    @Test
    void readsALengthOfSeveralBytes() throws IOException {
        String text = "61".repeat(200);
        String properties = "1f00c8" + text + "21ffff";
        String head = "20d201" + "0000" + "ce01";

        assertThat(changed(head + properties)).isEqualTo(head + "1f00c8" + text + "217fff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"20020001", "20020000", "2003008700", "d000", "9003000100"})
    void changesNoOtherPacket(String packet) throws IOException {
        // What follows the header of another packet is read later, from the stream itself.
        assertThat(packet).startsWith(changed(packet));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "20", "2006", "2006000003", "200600000321ff", "20ff"})
    void endsIfTheConnectionEnds(String packet) {
        assertThatThrownBy(() -> changed(packet)).isInstanceOf(EOFException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"200400000121", "20050000 02 21ff", "2006000003 7f0000", "2006000003 1fffff",
            "2006000003 26ffff", "20040000ffff"})
    void acceptsAPropertyThatIsCutShortOrUnknown(String packet) throws IOException {
        String sent = packet.replace(" ", "");
        assertThat(changed(sent)).hasSameSizeAs(sent);
    }
}

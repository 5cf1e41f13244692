package campus.classroom;

import static campus.classroom.Refusal.CONTROL_CHARACTER;
import static campus.classroom.Refusal.INVISIBLE_NAME;
import static campus.classroom.Refusal.LINK;
import static campus.classroom.Refusal.LONG_NAME;
import static campus.classroom.Refusal.MALFORMED_CODE;
import static campus.classroom.Refusal.NOT_TEXT;
import static campus.classroom.Refusal.NOT_THREE_FIELDS;
import static campus.classroom.Refusal.NO_LETTER;
import static campus.classroom.Refusal.NO_NAME;
import static campus.classroom.Refusal.TOO_LONG;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SolutionTest {

    private static final String CODE = CodeGenerator.code(4711);
    private static final String GOOD = CODE + ";Peter Lim;pelim@teleco.upv.es";

    @ParameterizedTest
    @ValueSource(strings = {"Peter Lim;pelim@teleco.upv.es", "José Ñuño Güell;jose@upv.es", "李小龙;li@upv.es",
        "👩 Ada;ada@upv.es", "Peter Lim;", "Peter Lim;no address", "O'Neill, \"Pat\" <x>;a@b.es",
        "M.ª J.Green;a@b.es", "=A1+1;a@b.es", "Ada\u00a0Lim;a@b.es", "${name} {{key}};a@b.es", "../../x;a@b.es"})
    void acceptsAnyNameAndAnyAddressAsReceived(String nameAndEmail) throws RefusedException {
        String message = CODE + ";" + nameAndEmail;
        String[] fields = message.split(";", -1);
        assertThat(Solution.parse(message.getBytes(UTF_8)))
                .isEqualTo(new Solution(message, fields[0], fields[1], fields[2]));
    }

    @Test
    void aStoredSolutionIsReadAlsoIfTheRulesHaveChangedSince() {
        String message = "99999; 7 ;a;b";
        assertThat(Solution.stored(message)).isEqualTo(new Solution(message, "99999", "7", "a;b"));
    }

    @Test
    void blanksAroundNameAndAddressAreLeftOutButNotOfTheMessage() throws RefusedException {
        String message = CODE + ";  Peter Lim ; pelim@teleco.upv.es   ";
        Solution solution = Solution.parse(message.getBytes(UTF_8));
        assertThat(solution.message()).isEqualTo(message);
        assertThat(solution.name()).isEqualTo("Peter Lim");
        assertThat(solution.email()).isEqualTo("pelim@teleco.upv.es");
    }

    @Test
    void acceptsAHundredLetters() throws RefusedException {
        assertThat(Solution.parse((CODE + ";" + "𝔸".repeat(100) + ";a@b.es").getBytes(UTF_8)).name()).hasSize(200);
    }

    @Test
    void acceptsAThousandBytes() throws RefusedException {
        String longest = GOOD + "x".repeat(1000 - GOOD.length());
        assertThat(Solution.parse(longest.getBytes(UTF_8)).message()).isEqualTo(longest);
    }

    @Test
    void isReadAsAStudentWritesIt() {
        assertThat(Solution.format(CODE, "Peter Lim", "pelim@teleco.upv.es")).isEqualTo(GOOD);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("bad")
    void refusesWithItsReason(String what, byte[] payload, Refusal refusal) {
        assertThatThrownBy(() -> Solution.parse(payload))
                .isExactlyInstanceOf(RefusedException.class)
                .hasMessage("solution refused: " + refusal.reason())
                .extracting(e -> ((RefusedException) e).refusal()).isEqualTo(refusal);
    }

    static Stream<Arguments> bad() {
        char wrong = CODE.charAt(4) == '0' ? '1' : '0';
        return Stream.of(
                bad("empty", "", NOT_THREE_FIELDS),
                bad("blank", "   ", NOT_THREE_FIELDS),
                bad("one field", CODE, NOT_THREE_FIELDS),
                bad("two fields", CODE + ";Peter Lim", NOT_THREE_FIELDS),
                bad("four fields", GOOD + ";x", NOT_THREE_FIELDS),
                bad("a semicolon at the end", GOOD + ";", NOT_THREE_FIELDS),
                bad("a semicolon in front", ";" + GOOD, NOT_THREE_FIELDS),
                bad("full-width semicolons", GOOD.replace(';', '；'), NOT_THREE_FIELDS),
                bad("Greek question marks", GOOD.replace(';', '\u037e'), NOT_THREE_FIELDS),
                bad("commas", GOOD.replace(';', ','), NOT_THREE_FIELDS),
                bad("JSON", "{\"code\":\"" + CODE + "\"}", NOT_THREE_FIELDS),
                bad("only semicolons", ";;", MALFORMED_CODE),
                bad("a blank in front", " " + GOOD, MALFORMED_CODE),
                bad("a no-break space in front", "\u00a0" + GOOD, MALFORMED_CODE),
                bad("a zero-width space in front", "\u200b" + GOOD, MALFORMED_CODE),
                bad("a byte order mark", "\uFEFF" + GOOD, MALFORMED_CODE),
                bad("a blank behind the code", CODE + " ;Peter Lim;a@b.es", MALFORMED_CODE),
                bad("no code", ";Peter Lim;a@b.es", MALFORMED_CODE),
                bad("four digits", CODE.substring(1) + ";Peter Lim;a@b.es", MALFORMED_CODE),
                bad("six digits", "0" + GOOD, MALFORMED_CODE),
                bad("letters", "abcde;Peter Lim;a@b.es", MALFORMED_CODE),
                bad("a minus", "-4711;Peter Lim;a@b.es", MALFORMED_CODE),
                bad("a wrong check digit", CODE.substring(0, 4) + wrong + ";Peter Lim;a@b.es", MALFORMED_CODE),
                bad("Arabic digits", "٤٧١١٠;Peter Lim;a@b.es", MALFORMED_CODE),
                bad("full-width digits", "４７１１０;Peter Lim;a@b.es", MALFORMED_CODE),
                bad("SQL", "' OR 1=1 --;Peter Lim;a@b.es", MALFORMED_CODE),
                bad("quotes around", "\"" + CODE + "\";Peter Lim;a@b.es", MALFORMED_CODE),
                bad("fields in another order", "Peter Lim;" + CODE + ";a@b.es", MALFORMED_CODE),
                bad("no name", CODE + ";;a@b.es", NO_NAME),
                bad("a blank name", CODE + ";   ;a@b.es", NO_NAME),
                bad("an ideographic space as name", CODE + ";\u3000;a@b.es", NO_NAME),
                bad("a no-break space as name", CODE + ";\u00a0;a@b.es", NO_LETTER),
                bad("a name without a letter", CODE + ";=1+1;a@b.es", NO_LETTER),
                bad("a name of zero-width spaces", CODE + ";\u200b\u200b;a@b.es", INVISIBLE_NAME),
                bad("a byte order mark in the name", CODE + ";\ufeff=A1;a@b.es", INVISIBLE_NAME),
                bad("text from right to left", CODE + ";Ana \u202eaveE;a@b.es", INVISIBLE_NAME),
                bad("an isolated direction", CODE + ";\u2067Ana\u2069;a@b.es", INVISIBLE_NAME),
                bad("a soft hyphen", CODE + ";An\u00ada;a@b.es", INVISIBLE_NAME),
                bad("joined emoji", CODE + ";👩‍🎓 Ada;a@b.es", INVISIBLE_NAME),
                bad("a Hangul filler, which is a letter", CODE + ";\u3164;a@b.es", INVISIBLE_NAME),
                bad("an empty Braille pattern", CODE + ";Ana\u2800;a@b.es", INVISIBLE_NAME),
                bad("a private character", CODE + ";Ana\ue000;a@b.es", INVISIBLE_NAME),
                bad("101 letters", CODE + ";" + "ñ".repeat(101) + ";a@b.es", LONG_NAME),
                bad("a link", CODE + ";Ana https://evil.example/x;a@b.es", LINK),
                bad("a link without a scheme", CODE + ";Ana evil.com;a@b.es", LINK),
                bad("a path", CODE + ";t.co/abc;a@b.es", LINK),
                bad("www", CODE + ";WWW.evil;a@b.es", LINK),
                bad("an address in the name", CODE + ";ana@evil.com;a@b.es", LINK),
                bad("NUL in front", "\0" + GOOD, CONTROL_CHARACTER),
                bad("NUL in the name", CODE + ";Pe\0ter;a@b.es", CONTROL_CHARACTER),
                bad("LF at the end", GOOD + "\n", CONTROL_CHARACTER),
                bad("LF in front", "\n" + GOOD, CONTROL_CHARACTER),
                bad("LF and a second solution", GOOD + "\n" + GOOD, CONTROL_CHARACTER),
                bad("CR at the end", GOOD + "\r", CONTROL_CHARACTER),
                bad("CR LF in the address", GOOD + "\r\nBcc: x@y.es", CONTROL_CHARACTER),
                bad("TAB in the name", CODE + ";Peter\tLim;a@b.es", CONTROL_CHARACTER),
                bad("ESC in the name", CODE + ";\u001b[2J;a@b.es", CONTROL_CHARACTER),
                bad("DEL", GOOD + "\u007f", CONTROL_CHARACTER),
                bad("U+0085 next line", CODE + ";Peter\u0085Lim;a@b.es", CONTROL_CHARACTER),
                bad("U+009B control sequence", CODE + ";Peter\u009bLim;a@b.es", CONTROL_CHARACTER),
                bad("U+2028 line separator", CODE + ";Peter\u2028Lim;a@b.es", CONTROL_CHARACTER),
                bad("U+2029 paragraph separator", CODE + ";Peter\u2029Lim;a@b.es", CONTROL_CHARACTER),
                bad("only LF", "\n", CONTROL_CHARACTER),
                arguments("ISO 8859-1", (CODE + ";José;a@b.es").getBytes(ISO_8859_1), NOT_TEXT),
                arguments("UTF-16", GOOD.getBytes(UTF_16), NOT_TEXT),
                arguments("a stray byte", bytes(GOOD, "ff"), NOT_TEXT),
                arguments("a cut sequence", bytes(GOOD, "c3"), NOT_TEXT),
                arguments("an overlong slash", bytes(GOOD, "c0af"), NOT_TEXT),
                arguments("a surrogate", bytes(GOOD, "eda080"), NOT_TEXT),
                arguments("beyond Unicode", bytes(GOOD, "f4908080"), NOT_TEXT),
                bad("1001 bytes", GOOD + "x".repeat(1001 - GOOD.length()), TOO_LONG),
                bad("501 letters of two bytes", CODE + ";" + "ñ".repeat(501) + ";a@b.es", TOO_LONG),
                arguments("1 MiB of zeros", new byte[1 << 20], TOO_LONG));
    }

    private static Arguments bad(String what, String text, Refusal refusal) {
        return arguments(what, text.getBytes(UTF_8), refusal);
    }

    private static byte[] bytes(String text, String hex) {
        return HexFormat.of().parseHex(HexFormat.of().formatHex(text.getBytes(UTF_8)) + hex);
    }
}

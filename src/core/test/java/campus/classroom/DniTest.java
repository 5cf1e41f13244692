package campus.classroom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DniTest {

    /** Letters by Orden INT/2058/2008 (number modulo 23; NIE: X, Y, Z are 0, 1, 2). */
    @ParameterizedTest
    @CsvSource({"12345678,Z", "00000001,R", "87654321,X", "00000000,T", "99999999,R", "11111111,H",
        "X1234567,L", "Y1234567,X", "Z1234567,R", "X0000000,T", "Y0000000,Z", "Z0000000,M"})
    void theLetterIsCheckedAndLeftOut(String number, char letter) {
        assertThat(Dni.parse(number)).isEqualTo(new Dni(number));
        assertThat(Dni.parse(number + letter)).isEqualTo(new Dni(number));
        for (char other = 'A'; other <= 'Z'; other++) {
            if (other != letter) {
                String wrong = number + other;
                assertThatIllegalArgumentException().isThrownBy(() -> Dni.parse(wrong))
                        .withMessage("the letter of '" + wrong + "' is wrong: to these digits belongs " + letter);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"' 12345678 ',12345678", "12.345.678-Z,12345678", "12345678 z,12345678", "x-1234567-l,X1234567",
        "1234 5678,12345678", "'12345678\t',12345678"})
    void isAcceptedInTheUsualSpellings(String text, String number) {
        assertThat(Dni.parse(text).number()).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "123456", "123456789", "1234567X8", "W1234567", "X123456", "X12345678", "ABCDEFGH",
        "12345678ZZ", "Z12345678", "١٢٣٤٥٦٧٨", "12345678;", "12345678Ñ", "-", "12/345678"})
    void refusesOtherText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Dni.parse(text))
                .withMessage("'" + text + "' is not a DNI: accepted is 8 digits such as 12345678, or X, Y or Z and 7"
                        + " digits; a final letter is checked and left out");
    }

    @ParameterizedTest
    @CsvSource({"12345678,*****678", "X1234567,*****567", "1234567,****567"})
    void aLogShowsTheLastThreeOnly(String number, String masked) {
        assertThat(new Dni(number).masked()).isEqualTo(masked);
    }

    @ParameterizedTest
    @CsvSource({"'',''", "1,*", "12345,*****", "123456,***456", "1234567890123456789012345,********345"})
    void aMaskNeverShowsAShortTextNorGrows(String text, String masked) {
        assertThat(Dni.mask(text)).isEqualTo(masked);
    }
}

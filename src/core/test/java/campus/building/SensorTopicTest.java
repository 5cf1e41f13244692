package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensorTopicTest {

    @Test
    void namesEveryPart() {
        assertThat(new SensorTopic("EDIFICIO_1", 7, Wing.S, 4, Sensor.TEMP).format())
                .isEqualTo("EDIFICIO_1/P_7/S/4/TEMP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"EDIFICIO_1/P_7/S/4/TEMP", "EDIFICIO_LAB-12_b/P_0/N/1/HUM", "EDIFICIO_x/P_999/E/999999/LUX",
        "EDIFICIO_1234567890123456789012345678901234567890/P_10/O/20/VIBR"})
    void takesEveryPartOfTheGrammar(String topic) {
        assertThat(Values.sensor(topic).format()).isEqualTo(topic);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', ignoreLeadingAndTrailingWhitespace = false, value = {
        "/P_7/S/4/TEMP|building '' does not fit: accepted is ",
        "EDIFICIO_/P_7/S/4/TEMP|building 'EDIFICIO_' does not fit: accepted is EDIFICIO_ and 1 to 40",
        "edificio_1/P_7/S/4/TEMP|building 'edificio_1' does not fit",
        " EDIFICIO_1/P_7/S/4/TEMP|building ' EDIFICIO_1' does not fit",
        "EDIFICIO_ñ/P_7/S/4/TEMP|building 'EDIFICIO_ñ' does not fit",
        "EDIFICIO_12345678901234567890123456789012345678901/P_7/S/4/TEMP|building 'EDIFICIO_1234",
        "EDIFICIO_1/P_-1/S/4/TEMP|floor '-1' does not fit: accepted is 0 to 999",
        "EDIFICIO_1/P_1000/S/4/TEMP|floor '1000' does not fit: accepted is 0 to 999",
        "EDIFICIO_1/P_7/S/0/TEMP|room '0' does not fit: accepted is 1 to 999999",
        "EDIFICIO_1/P_7/S/1000000/TEMP|room '1000000' does not fit: accepted is 1 to 999999"})
    void namesThePartThatDoesNotFit(String topic, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> Values.sensor(topic)).withMessageStartingWith(reason);
    }

    @Test
    void aBuildingIsOneLevel() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SensorTopic("a/b", 1, Wing.N, 1, Sensor.HUM));
    }
}

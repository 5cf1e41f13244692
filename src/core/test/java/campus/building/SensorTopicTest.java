package campus.building;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SensorTopicTest {

    private static final String NUMBER = "a number of up to six digits without leading zeros";

    @Test
    void namesEveryPart() {
        assertThat(SensorTopic.parse("EDIFICIO_1/P_7/S/4/TEMP"))
                .isEqualTo(new SensorTopic("EDIFICIO_1", 7, Wing.S, 4, Sensor.TEMP));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EDIFICIO_1/P_7/S/4/TEMP", "EDIFICIO_LAB-12_b/P_0/N/1/HUM", "EDIFICIO_x/P_999/E/999999/LUX",
        "EDIFICIO_1234567890123456789012345678901234567890/P_10/O/20/VIBR"})
    void writesWhatItRead(String topic) {
        assertThat(SensorTopic.parse(topic).format()).isEqualTo(topic);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', ignoreLeadingAndTrailingWhitespace = false, value = {
        "|topic '' does not fit: accepted is five levels, EDIFICIO_x/P_floor/wing/room/sensor",
        "EDIFICIO_1/P_7/S/4|topic 'EDIFICIO_1/P_7/S/4' does not fit: accepted is five levels, "
            + "EDIFICIO_x/P_floor/wing/room/sensor",
        "EDIFICIO_1/P_7/S/4/TEMP/|topic 'EDIFICIO_1/P_7/S/4/TEMP/' does not fit: accepted is five levels, "
            + "EDIFICIO_x/P_floor/wing/room/sensor",
        "/P_7/S/4/TEMP|building '' does not fit: accepted is ",
        "EDIFICIO_/P_7/S/4/TEMP|building 'EDIFICIO_' does not fit: accepted is EDIFICIO_ and 1 to 40",
        "edificio_1/P_7/S/4/TEMP|building 'edificio_1' does not fit",
        " EDIFICIO_1/P_7/S/4/TEMP|building ' EDIFICIO_1' does not fit",
        "EDIFICIO_ñ/P_7/S/4/TEMP|building 'EDIFICIO_ñ' does not fit",
        "EDIFICIO_12345678901234567890123456789012345678901/P_7/S/4/TEMP|building 'EDIFICIO_1234",
        "EDIFICIO_1/7/S/4/TEMP|floor '7' does not fit: accepted is P_ and a number",
        "EDIFICIO_1/p_7/S/4/TEMP|floor 'p_7' does not fit: accepted is P_ and a number",
        "EDIFICIO_1/P_/S/4/TEMP|floor '' does not fit: accepted is " + NUMBER,
        "EDIFICIO_1/P_07/S/4/TEMP|floor '07' does not fit: accepted is " + NUMBER,
        "EDIFICIO_1/P_-1/S/4/TEMP|floor '-1' does not fit: accepted is " + NUMBER,
        "EDIFICIO_1/P_1000/S/4/TEMP|floor '1000' does not fit: accepted is 0 to 999",
        "EDIFICIO_1/P_٧/S/4/TEMP|floor '٧' does not fit: accepted is " + NUMBER,
        "EDIFICIO_1/P_7/W/4/TEMP|wing 'W' does not fit: accepted is one of N, S, E, O",
        "EDIFICIO_1/P_7/s/4/TEMP|wing 's' does not fit: accepted is one of N, S, E, O",
        "EDIFICIO_1/P_7//4/TEMP|wing '' does not fit: accepted is one of N, S, E, O",
        "EDIFICIO_1/P_7/S/0/TEMP|room '0' does not fit: accepted is 1 to 999999",
        "EDIFICIO_1/P_7/S/1000000/TEMP|room '1000000' does not fit: accepted is " + NUMBER,
        "EDIFICIO_1/P_7/S/99999999999999999999/TEMP|room '99999999999999999999' does not fit: accepted is " + NUMBER,
        "EDIFICIO_1/P_7/S/+/TEMP|room '+' does not fit: accepted is " + NUMBER,
        "EDIFICIO_1/P_7/S/4/temp|sensor 'temp' does not fit: accepted is one of TEMP, HUM, LUX, VIBR",
        "EDIFICIO_1/P_7/S/4/#|sensor '#' does not fit: accepted is one of TEMP, HUM, LUX, VIBR"})
    void namesThePartThatDoesNotFit(String topic, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> SensorTopic.parse(topic == null ? "" : topic))
                .withMessageStartingWith(reason);
    }

    @Test
    void partsThatDoNotFitAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SensorTopic("a/b", 1, Wing.N, 1, Sensor.HUM));
        assertThatIllegalArgumentException().isThrownBy(() -> new SensorTopic("EDIFICIO_1", -1, Wing.N, 1, Sensor.HUM));
        assertThatIllegalArgumentException().isThrownBy(() -> new SensorTopic("EDIFICIO_1", 1, Wing.N, 0, Sensor.HUM));
    }
}

package campus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import campus.cli.options.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the commands say in Spanish, without a broker. */
class SpanishMessagesTest {

    private static final String STUDENT = "student --name Peter --email a@b.es --dni ";

    private static final String COMMANDS = "broker, doctor, pub, replay, run, status, student, sub, teacher, topics"
            + " (mira campus --help)";

    private final CommandLine commands = new CommandLine();

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "pub -t a -m x -n              | --message=TEXT, --null-message se excluyen: da solo uno (mira campus pub"
            + " --help)",
        "pub -m x -t                   | falta el valor de la opción '--topic' (TOPIC) (mira campus pub --help)",
        "pub -t a -m x -q two          | el valor de la opción '--qos' no sirve: 'two' no es un número entero (mira"
            + " campus pub --help)",
        "pub -t a -m x -q 3            | -q 3 no sirve: pon 0, 1 o 2",
        "pub -m x                      | falta -t: da un topic con -t o en -L",
        "pub -t a/# -m x               | -t 'a/#' no sirve: pon un topic sin + ni #",
        "pub -t a -m x -p 0            | -p 0 no sirve: pon un puerto de 1 a 65535",
        "pub -t a -m x -L x            | -L no sirve: no es la dirección de un broker MQTT; pon"
            + " mqtt(s)://[usuario[:contraseña]@]host[:puerto][/topic], y lo mismo con ws(s)://",
        "pub -t a -m x -r=3            | el valor de la opción '--retain' no sirve: '3' no es true ni false (mira"
            + " campus pub --help)",
        "sub -t a -C x                 | el valor de la opción '--count' no sirve: 'x' no es un número entero (mira"
            + " campus sub --help)",
        "sub -t a -W 0                 | -W 0 no sirve: pon un número entero a partir de 1",
        "sub                           | falta -t: da un filtro de topics con -t o en -L",
        "sub -t a/#/b                  | -t 'a/#/b' no es un filtro de topics: # solo puede ser el último nivel (MQTT"
            + " 5, apartado 4.7.1.2)",
        "sub -t $share/g               | -t '$share/g' no es una suscripción compartida: pon $share/GRUPO/FILTRO, el"
            + " grupo sin + ni # (MQTT 5, apartado 4.8.2)",
        "sub -t a --cafile pom.xml     | campus.tls.cafile: pom.xml: no tiene ningún certificado; pon un fichero PEM"
            + " con -----BEGIN CERTIFICATE-----",
        "sub -t a --cert c.crt         | campus.tls.cert y campus.tls.key van juntas: da las dos o ninguna",
        "student                       | faltan las opciones '--dni=<dni>', '--name=<name>', '--email=<email>' (mira"
            + " campus student --help)",
        STUDENT + "1 --dni 2           | la opción '--dni' (<dni>) se da una sola vez (mira campus student --help)",
        STUDENT + "12345678A           | la letra de '12345678A' no es correcta: a esas cifras les toca la Z",
        STUDENT + "1234                | '1234' no es un DNI: pon 8 cifras, por ejemplo 12345678, o X, Y o Z y 7"
            + " cifras; si lleva la letra, se comprueba y se quita",
        STUDENT + "12345678 --timeout x | --timeout=x no sirve: pon una duración de 1ms a 8760h, por ejemplo 500ms, 1s,"
            + " 10m o 1h30m",
        "student --dni 12345678 --email a@b.es --name 12 | name '12' no se puede enviar: el nombre no tiene ninguna"
            + " letra",
        "student --dni 12345678 --email ; --name A | email ';' no se puede enviar: pon una línea de texto sin ;",
        "teacher                       | falta la orden: pon export, purge, roster, status (mira campus teacher"
            + " --help)",
        "pubb -t salon/x               | no hay ninguna orden 'pubb': ¿querías decir pub? Pon " + COMMANDS,
        "nonsense                      | no hay ninguna orden 'nonsense': pon " + COMMANDS,
        "topics -D campus.nonsense=1   | campus.nonsense no es una propiedad: están todas en application.properties",
        "teacher purge                 | falta la opción '--before=DATE' (mira campus teacher purge --help)",
        "teacher purge --before x      | --before x no sirve: pon una fecha, por ejemplo 2026-11-21, como"
            + " muy tarde la de mañana",
        "teacher export src            | src ya existe: da otro nombre, es una carpeta",
        "teacher roster check          | falta el parámetro 'FILE' (mira campus teacher roster check --help)",
        "teacher roster check nowhere  | nowhere: no existe el fichero; se acepta un fichero de texto en UTF-8 con un"
            + " DNI por línea",
        "topics a                      | sobra el argumento 3: 'a' (mira campus topics --help)",
        "topics a b                    | sobran los argumentos desde el 3: 'a', 'b' (mira campus topics --help)",
        "topics --x                    | opción desconocida: '--x' (mira campus topics --help)",
        "topics --x --y                | opciones desconocidas: '--x', '--y' (mira campus topics --help)",
        "topics --wing Q               | el valor de la opción '--wing' no sirve: se acepta uno de [N, S, E, O] y era"
            + " 'Q' (mira campus topics --help)",
        "topics -D a                   | el valor de la opción '-D' (KEY=VALUE) se escribe KEY=VALUE y era a (mira"
            + " campus topics --help)",
        "topics --floor 1000           | --floor 1000 no sirve: pon un número entero de 1 a 8",
        "topics --match a/+b           | 'a/+b' no es un filtro de topics: + vale por un nivel entero: va solo entre"
            + " barras (MQTT 5, apartado 4.7.1.3)",
        "topics --list --match #       | --match va solo: quita --floor, --wing, --room, --sensor y --list",
        "topics -D campus.sensors.floors=x | campus.sensors.floors=x no sirve: pon un número entero de 1 a 999",
        "topics -D campus.sensors.floors={{x}} | campus.sensors.floors: en su valor, la referencia {{x}} no se puede"
            + " resolver: se acepta {{otra.propiedad}}, {{env:VARIABLE}} de una variable que tenga valor, y"
            + " {{env:VARIABLE:otro.valor}}",
        "replay x --speed -1           | --speed -1 no sirve: pon un número, por ejemplo 10 o 0.5, o max",
        "replay x --topic-prefix #     | --topic-prefix '#' no sirve: pon el principio de un topic, sin + ni #",
        "doctor students               | 'students' no es ningún papel: pon building, teacher, student",
        "sub -t a -D campus.view.x.filter=a | falta campus.view.x.to: una vista tiene un filtro (filter) y un destino"
            + " (to)",
        "sub -t a -D campus.view.x.too=a | campus.view.x.too no es una propiedad de una vista: pon filter, to, to.2,"
            + " to.3 y así sucesivamente, qos, share, session, client-id, enabled",
        "broker mosquitto x -D campus.data-dir=a\tb | campus.data-dir=a?b no sirve: pon la ruta de un fichero o de una"
            + " carpeta, con / o dos barras invertidas en application.properties",
        "pub -t a -m x -D campus.broker.prt=1 | campus.broker.prt no es una propiedad: ¿querías decir"
            + " campus.broker.port? Están todas en application.properties",
        "pub -t a -m x -D campus.broker.port= | campus.broker.port está vacía: dale un valor o quítala"})
    void aValueThatCannotBeUsedIsOneLineInSpanish(String arguments, String message) {
        assertThat(execute(arguments)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: " + message + System.lineSeparator());
        assertThat(commands.out()).isEmpty();
    }

    @Test
    void oneOfSeveralOptionsIsMissing() {
        assertThat(execute("pub -t a")).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: falta uno de estos argumentos: (-m=TEXT | -l | -n) (mira campus"
                + " pub --help)" + System.lineSeparator());
    }

    @ParameterizedTest
    @ValueSource(strings = {"fr", "ES", "español"})
    void anotherLanguageIsRefused(String language) {
        assertThat(commands.execute("topics", "-D", "campus.language=" + language)).isEqualTo(ExitCode.USAGE);
        assertThat(commands.err()).isEqualTo("campus: campus.language=" + language + " cannot be used: accepted is es,"
                + " en, or nothing for the language of the locale" + System.lineSeparator());
    }

    @Test
    void theOverviewOfTopicsIsSpanishAndTheTopicsAreTheSame() {
        assertThat(execute("topics")).isZero();
        assertThat(commands.out().lines()).containsExactly(
                "EDIFICIO_1/+/+/+/+            768 topics  todo EDIFICIO_1:", "  plantas   P_1 a P_8",
                "  alas      N S E O", "  aulas     1 a 6 en cada ala",
                "  sensores  TEMP HUM LUX VIBR en cada aula, por ejemplo EDIFICIO_1/P_1/N/1/TEMP", "",
                "Las preguntas de la práctica 1:",
                "EDIFICIO_1/+/+/+/TEMP         192 topics  todas las temperaturas del edificio",
                "EDIFICIO_1/P_2/O/+/VIBR         6 topics  toda la vibración del ala oeste de la planta 2",
                "EDIFICIO_1/P_7/S/4/+            4 topics  todo lo del aula 4 del ala sur de la planta 7");
        assertThat(execute("topics --match EDIFICIO_1/P_7/S/4/TEMP")).isZero();
        assertThat(commands.out()).isEqualTo("EDIFICIO_1/P_7/S/4/TEMP" + System.lineSeparator());
        assertThat(commands.err()).isEqualTo("1 de 768 topics" + System.lineSeparator());
    }

    @Test
    void theLinesOfARosterThatAreWrong(@TempDir Path folder) throws Exception {
        Path roster = Files.writeString(folder.resolve("r.txt"), "12345678\n12.345.678-Z\nstopped\n");
        assertThat(execute("teacher roster check " + roster)).isEqualTo(ExitCode.FAILED);
        assertThat(commands.out().lines()).containsExactly(
                roster + ", línea 2: '12.345.678-Z' ya está en la línea 1",
                roster + ", línea 3: 'stopped' no es un DNI: pon 8 cifras, por ejemplo 12345678, o X, Y o Z y 7"
                        + " cifras; si lleva la letra, se comprueba y se quita",
                roster + ": inscritos: 1; líneas que corregir: 2",
                "el profesor no lee una lista con un DNI incorrecto");
    }

    @ParameterizedTest
    @CsvSource({"pub,Publica un mensaje", "sub,Muestra los mensajes", "student,Pide un código al profesor",
        "topics,Muestra los topics", "teacher,'Muestra, exporta y borra'", "teacher status,Muestra cuántos",
        "teacher export,Escribe la clase", "teacher purge,Borra los datos", "teacher roster,Comprueba una lista",
        "teacher roster check,Lee una lista"})
    void theHelpIsSpanish(String command, String begin) {
        assertThat(execute(command + " --help")).isZero();
        assertThat(commands.out()).startsWith("Uso: campus " + command + " ").contains(begin)
                .contains("Muestra esta ayuda y termina.").doesNotContain("Usage", "default", "Exit code");
    }

    private int execute(String arguments) {
        List<String> all = new ArrayList<>(Stream.of(arguments.split(" ")).toList());
        all.addAll(0, List.of("-D", "campus.language=es"));
        return commands.execute(all.toArray(String[]::new));
    }
}

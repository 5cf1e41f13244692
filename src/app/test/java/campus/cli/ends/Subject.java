package campus.cli.ends;

import io.netty.handler.codec.mqtt.MqttMessageType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A command that connects, as a row of a matrix. */
enum Subject {

    PUB_0("pub -t x/y -q 0 -m one", MqttMessageType.PUBLISH),
    PUB_1("pub -t x/y -q 1 -m one", MqttMessageType.PUBLISH),
    PUB_2("pub -t x/y -q 2 -m one", MqttMessageType.PUBLISH),
    LINES("pub -t x/y -q 1 -l", MqttMessageType.PUBLISH),
    REPLAY("replay - --speed max", MqttMessageType.PUBLISH),
    SUB_0("sub -t x/# -q 0 -C 1", MqttMessageType.SUBSCRIBE),
    SUB_1("sub -t x/# -q 1 -C 1", MqttMessageType.SUBSCRIBE),
    SUB_2("sub -t x/# -q 2 -C 1", MqttMessageType.SUBSCRIBE),
    STATUS("status", MqttMessageType.SUBSCRIBE),
    WATCH("status --watch", MqttMessageType.SUBSCRIBE),
    STUDENT("student --dni 12345678 --name Ana --email ana@upv.es", MqttMessageType.PUBLISH),
    DOCTOR("doctor student", MqttMessageType.PUBLISH);

    /** Those whose connection is a link. */
    static final List<Subject> LINKED = Stream.of(values()).filter(subject -> subject != DOCTOR).toList();

    /** Quick, and without the files of the folder. */
    private static final List<String> QUICK = List.of("camel.component.paho-mqtt5.connection-timeout=1",
            "camel.component.paho-mqtt5.keep-alive-interval=1", "camel.component.paho-mqtt5.max-reconnect-delay=300",
            "campus.student.grace=1s", "campus.data-dir=target/none");

    private final String command;
    private final MqttMessageType atWork;

    Subject(String command, MqttMessageType atWork) {
        this.command = command;
        this.atWork = atWork;
    }

    /**
     * Its arguments, with those that make it quick.
     *
     * @param seconds its time limit, if it has one
     */
    String[] arguments(int port, int seconds, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList((command + " -p " + port).split(" ")));
        QUICK.forEach(option -> all.addAll(List.of("-D", option)));
        switch (this) {
            case SUB_0, SUB_1, SUB_2, STATUS, WATCH -> all.addAll(List.of("-W", "" + seconds));
            case STUDENT -> all.addAll(List.of("--timeout", seconds + "s"));
            default -> { }
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    /** Its standard input with so many messages. */
    String input(int messages) {
        return Stream.iterate(1, i -> i + 1).limit(messages).map(i -> this != REPLAY ? "text " + i + "\n"
                : "{\"time\":\"2026-11-21T22:00:00Z\",\"topic\":\"x/y\",\"qos\":1,\"retained\":false,\"payload\":" + i
                        + "}\n").collect(Collectors.joining());
    }

    /** Whether it publishes; else it only subscribes. */
    boolean publishes() {
        return atWork == MqttMessageType.PUBLISH;
    }

    boolean readsInput() {
        return this == LINES || this == REPLAY;
    }
}

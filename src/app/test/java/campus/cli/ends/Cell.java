package campus.cli.ends;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import campus.cli.CommandLines;
import campus.testkit.peer.ScriptedPeer;
import campus.testkit.peer.ScriptedPeerConnection;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One command with a broker of its own. It has a time limit: a command that hangs fails, and is ended. */
final class Cell implements AutoCloseable {

    static final Duration LIMIT = Duration.ofSeconds(25);

    final ScriptedPeer peer = ScriptedPeer.start().patience(LIMIT);
    final Subject subject;
    private final CommandLines commands;
    private CommandLines.Started command;
    private int messages = 3;
    private int seconds = 15;

    Cell(CommandLines commands, Subject subject) {
        this.commands = commands;
        this.subject = subject;
    }

    /** Lets a command that reads standard input have so many messages there, instead of three. */
    Cell messages(int number) {
        messages = number;
        return this;
    }

    /** Gives a command that has a time limit this one, instead of a long one. */
    Cell seconds(int limit) {
        seconds = limit;
        return this;
    }

    void start(String... more) {
        command = commands.start(new ByteArrayInputStream(subject.input(messages).getBytes(UTF_8)),
                subject.arguments(peer.port(), seconds, more));
    }

    /** Waits until it has subscribed on a connection, if it subscribes. */
    void awaitSubscribed(int connection) {
        if (!subject.publishes()) {
            peer.awaitConnection(connection).awaitReceived(MqttMessageType.SUBSCRIBE, 1);
        }
    }

    /** Gives a command what it waits for, so that it ends, and checks that it has done all its work. */
    void finish() {
        switch (subject) {
            case SUB_0 -> peer.deliver("x/y", "more", 0);
            case SUB_1 -> peer.deliver("x/y", "more", 1);
            case SUB_2 -> peer.deliver("x/y", "more", 2);
            case STATUS, WATCH -> peer.deliver("$SYS/broker/version", "test", 0);
            case STUDENT -> {
                peer.await("a request", () -> peer.accepted().stream().anyMatch(each ->
                        each.topic().equals("DST/PETICION")));
                peer.deliver("DST/CODIGO", "41094", 1);
            }
            default -> { }
        }
    }

    /** All messages have arrived, and all that was received was printed. */
    void requireDone() {
        switch (subject) {
            case SUB_0, SUB_1, SUB_2 -> assertThat(command.out()).isEqualTo("more\n");
            case STATUS, WATCH -> assertThat(command.out()).contains("test");
            case STUDENT -> assertThat(command.out()).isEqualTo("delivered: 41094;Ana;ana@upv.es\n");
            case PUB_1, PUB_2 -> assertThat(peer.accepted()).isNotEmpty();
            case LINES, REPLAY -> assertThat(peer.accepted().stream().map(each -> new String(each.payload(), UTF_8))
                    .distinct()).as("messages that arrived").hasSize(messages);
            default -> { }
        }
    }

    /** It ends with this exit code. */
    void requireCode(int code) throws Exception {
        if (subject == Subject.WATCH && code == 0) {
            await().atMost(LIMIT).until(() -> command.out().contains("test"));
            assertThat(command.code()).as("goes on").isNotDone();
            return;
        }
        requireCodeIn(code);
    }

    void requireCodeIn(Integer... codes) throws Exception {
        try {
            Integer code = command.code().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(code).as(this::toString).isIn((Object[]) codes);
        } catch (TimeoutException e) {
            throw new AssertionError("hangs; " + this, e);
        }
    }

    /** Waits for a line on standard error. */
    void awaitLine(String words) {
        await().atMost(LIMIT).until(() -> err().stream().anyMatch(line -> line.contains(words)));
    }

    /** The lines on standard error. */
    List<String> err() {
        return command.err();
    }

    String out() {
        return command.out();
    }

    boolean hasEnded() {
        return command.code().isDone();
    }

    @Override
    public void close() {
        if (command != null && !command.code().isDone()) {
            // A command that goes on ends at a refusal, and one that hangs at an interrupt.
            peer.always().reset().connAck(0x87);
            peer.connections().forEach(ScriptedPeerConnection::close);
            try {
                command.code().get(3, TimeUnit.SECONDS);
            } catch (Exception e) {
                command.interrupt();
            }
        }
        peer.close();
    }

    @Override
    public String toString() {
        return "standard error: " + err() + ", standard output: " + out();
    }
}

package campus.link.connection;

import campus.link.wire.ConnectFailure;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Looks four times in each Keep Alive whether a ping is due, and whether its answer is overdue (MQTT 5 section
 * 3.1.2.10). A peer that has gone silent is noticed within twice the Keep Alive.
 */
final class KeepAlive {

    /** A task may run a little earlier than a quarter after the last one. */
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Connection connection;
    private ScheduledFuture<?> ticks;
    private long lastReceived = System.nanoTime();
    private long lastSent = lastReceived;
    /** When the ping was sent that is not answered; 0 if there is none. */
    private long pingSent;
    private long due;
    private long overdue;

    KeepAlive(Connection connection) {
        this.connection = connection;
    }

    /**
     * Begins.
     *
     * @param seconds the Keep Alive; 0 for none
     * @param tick    called four times in each Keep Alive
     */
    void start(EventLoop loop, int seconds, Runnable tick) {
        if (seconds > 0) {
            long step = TimeUnit.SECONDS.toNanos(seconds) / 4;
            due = 3 * step - LATE_NANOS;
            overdue = 4 * step - LATE_NANOS;
            ticks = loop.scheduleAtFixedRate(tick, step, step, TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (ticks != null) {
            ticks.cancel(false);
        }
    }

    void received() {
        lastReceived = System.nanoTime();
        pingSent = 0;
    }

    void sent() {
        lastSent = System.nanoTime();
    }

    /** @param deaf whether this side reads nothing at present, so that silence means nothing */
    void check(boolean deaf) {
        long now = System.nanoTime();
        if (pingSent != 0 && now - pingSent >= overdue && !deaf) {
            connection.fail(new ConnectFailure(ConnectFailure.Kind.TRANSIENT, "no answer to a ping in time"));
        } else if (now - lastSent >= due || pingSent == 0 && now - lastReceived >= due) {
            connection.send(MqttMessage.PINGREQ);
            connection.flush();
            pingSent = pingSent == 0 ? now : pingSent;
        }
    }
}

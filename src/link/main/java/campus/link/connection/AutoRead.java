package campus.link.connection;

import io.netty.channel.Channel;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/** Whether a connection reads: not while there is a reason to pause. TCP lets the broker wait meanwhile. */
final class AutoRead {

    private final Channel channel;
    private final Consumer<MqttMessage> handler;
    private final Set<Object> reasons = new HashSet<>();
    /** Packets that are read and not handled; more than one if they were read before a pause. */
    private final Queue<Object> held = new ArrayDeque<>();
    private boolean ended;

    /** @param handler takes the packets */
    AutoRead(Channel channel, Consumer<MqttMessage> handler) {
        this.channel = channel;
        this.handler = handler;
    }

    /** A packet has come; it is released after its handler. */
    void received(Object packet) {
        held.add(packet);
        handleHeld();
    }

    private void handleHeld() {
        while (!held.isEmpty() && (ended || reasons.isEmpty())) {
            Object packet = held.poll();
            try {
                if (!ended) {
                    handler.accept((MqttMessage) packet);
                }
            } finally {
                ReferenceCountUtil.release(packet);
            }
        }
    }

    boolean isPaused() {
        return !reasons.isEmpty();
    }

    void pause(Object reason) {
        reasons.add(reason);
        channel.config().setAutoRead(false);
    }

    /** A reason is gone; returns whether it was the last one. */
    boolean resume(Object reason) {
        if (!reasons.remove(reason)) {
            return false;
        }
        handleHeld();
        if (reasons.isEmpty()) {
            channel.config().setAutoRead(true);
        }
        return reasons.isEmpty();
    }

    /** The connection has ended: what is held is dropped. */
    void end() {
        ended = true;
        handleHeld();
    }
}

package campus.link;

import io.netty.channel.EventLoop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the state of a link on the topic of its Last Will: the birth payload while it is connected, the will before
 * it disconnects. It publishes nothing if there is no birth payload or no Last Will.
 */
record BirthAndWill(LinkSettings settings, Outbox outbox) {

    private static final Logger LOG = LoggerFactory.getLogger(BirthAndWill.class);

    /** The birth payload, which replaces the will that the broker has published for the last connection. */
    void birth() {
        settings.birth().ifPresent(birth -> outbox.first(settings.willTopic(), birth, failure -> {
            if (failure != null) {
                LOG.warn("{}: {}", settings.name(), failure.getMessage());
            }
        }));
    }

    /**
     * The will, because a DISCONNECT discards it (MQTT 5 section 3.14.4); Artemis does so even if the reason code of
     * the DISCONNECT asks for the will (0x04).
     *
     * @param wanted false if the broker has no will of this connection
     * @param then runs on the event loop when the broker has it, or at once if there is none
     */
    void will(EventLoop loop, boolean wanted, Runnable then) {
        if (!wanted || settings.birth().isEmpty()) {
            then.run();
            return;
        }
        outbox.first(settings.willTopic(), settings.will(), failure -> loop.execute(then));
    }
}

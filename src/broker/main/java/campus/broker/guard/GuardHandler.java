package campus.broker.guard;

import campus.broker.client.Client;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * The guard of one connection, between the codec and Artemis: passes packets on under the names of Artemis, or refuses
 * them. All of it runs on the event loop of the connection.
 */
final class GuardHandler extends ChannelDuplexHandler {

    private final Guard guard;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Subscriptions subscriptions;
    /** Packets that came while the guard waited. */
    private final Queue<MqttMessage> held = new ArrayDeque<>();
    private Login login;
    /** Once Artemis has let the client in. */
    private PublishQuota quota;
    private ChannelHandlerContext context;
    private boolean waiting;
    private boolean leaving;
    private boolean ended;

    GuardHandler(Guard guard) {
        this.guard = guard;
        this.subscriptions = new Subscriptions(guard);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    /** Too much waits for this client: it ends with its connection. On any thread. */
    void tooMuchWaits() {
        context.executor().execute(() -> end(Reason.QUOTA));
    }

    @Override
    public void channelRead(ChannelHandlerContext ignored, Object message) {
        if (ended || !(message instanceof MqttMessage packet)) {
            ReferenceCountUtil.release(message);
        } else if (packet.decoderResult().isFailure()) {
            boolean tooLarge = packet.decoderResult().cause() instanceof TooLongFrameException;
            end(tooLarge ? Reason.PACKET_TOO_LARGE : Reason.MALFORMED);
        } else if (quota != null && waiting && packet.fixedHeader().messageType() == MqttMessageType.PINGREQ) {
            context.writeAndFlush(MqttMessage.PINGRESP);
        } else {
            held.add(packet);
            handleHeld();
        }
    }

    private void handleHeld() {
        while (!held.isEmpty() && !waiting && !ended) {
            long nanos = quota == null ? 0 : quota.pause(held.peek());
            if (nanos == 0) {
                handle(held.remove());
            } else if (nanos == PublishQuota.TOO_LONG) {
                end(Reason.QUOTA);
            } else {
                waiting = true;
                context.executor().schedule(this::goOn, nanos, TimeUnit.NANOSECONDS);
            }
        }
        if (leaving && !waiting) {
            context.close();
        } else if (context.channel().config().isAutoRead() == waiting) {
            context.channel().config().setAutoRead(!waiting);
        }
    }

    private void goOn() {
        waiting = false;
        handleHeld();
    }

    private void handle(MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (login == null ? type != MqttMessageType.CONNECT : type == MqttMessageType.CONNECT) {
            ReferenceCountUtil.release(packet);
            end(Reason.PROTOCOL_ERROR);
            return;
        }
        switch (type) {
            case CONNECT -> connect((MqttConnectMessage) packet);
            case PUBLISH -> publish((MqttPublishMessage) packet);
            case SUBSCRIBE -> subscribe((MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> context.fireChannelRead(
                    subscriptions.remove(login.client(), (MqttUnsubscribeMessage) packet));
            case DISCONNECT -> {
                // Artemis closes the connection; if this side did, the will might go out (MQTT 5 section 3.14.4).
                waiting = true;
                Guard.closeSoon(context);
                context.fireChannelRead(login.disconnect(packet));
            }
            case AUTH -> end(Reason.PROTOCOL_ERROR);
            default -> context.fireChannelRead(packet);
        }
    }

    private void connect(MqttConnectMessage connect) {
        login = new Login(guard, connect);
        waiting = true;
        context.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        if (context.pipeline().get(Guard.ARRIVAL) != null) {
            context.pipeline().remove(Guard.ARRIVAL);
        }
        login.check(reason -> context.executor().execute(() -> decided(reason)));
    }

    private void decided(Optional<Reason> refusal) {
        if (ended) {
            return;
        }
        refusal.or(login::decide).ifPresentOrElse(reason -> {
            ignoreTheRest();
            login.refuse(context, reason);
        }, () -> context.fireChannelRead(login.forArtemis()));
    }

    private void publish(MqttPublishMessage publish) {
        Client client = login.client();
        MqttQoS qos = publish.fixedHeader().qosLevel();
        Optional<Reason> refusal = guard.publishing.refusal(client, publish).or(() -> quota.refusal(publish));
        refusal.ifPresent(reason -> guard.log.warn("publication " + reason, "refused a message on "
                + publish.variableHeader().topicName() + " from " + client.description() + ": " + reason.text()));
        if (refusal.isEmpty() && (acknowledgements.expectsSuback() || !quota.isForNobody(publish))) {
            if (qos != MqttQoS.AT_MOST_ONCE) {
                acknowledgements.expect(publish.variableHeader().packetId());
            }
            context.fireChannelRead(PublishRules.forArtemis(publish, quota.retains(publish)));
            return;
        }
        // MQTT 3.1.1 has only the positive acknowledgement.
        if (refusal.filter(reason -> reason == Reason.TOPIC_ALIAS
                || !client.mqtt5() && reason != Reason.NOT_AUTHORIZED).isPresent()) {
            end(refusal.get());
        } else if (qos != MqttQoS.AT_MOST_ONCE) {
            acknowledgements.answer(publish.variableHeader().packetId(),
                    Answers.acknowledgement(publish, refusal), context::writeAndFlush);
        }
        publish.release();
    }

    private void subscribe(MqttSubscribeMessage subscribe) {
        int id = subscribe.variableHeader().messageId();
        var codes = subscriptions.decide(login.client(), subscribe);
        if (codes.contains(Acknowledgements.OF_ARTEMIS)) {
            acknowledgements.expectSuback(id, codes);
            context.fireChannelRead(Subscriptions.forArtemis(login.client(), subscribe, codes));
        } else {
            context.writeAndFlush(Answers.suback(id, codes));
        }
    }

    @Override
    public void write(ChannelHandlerContext ignored, Object message, ChannelPromise promise) {
        if (message instanceof MqttConnAckMessage connack) {
            context.write(connected(connack), promise);
        } else if (message instanceof MqttPublishMessage publish) {
            context.write(subscriptions.forClient(publish), promise);
        } else if (message instanceof MqttMessage packet) {
            context.write(acknowledgements.merged(packet), promise);
            acknowledgements.written(packet, context::write);
        } else {
            context.write(message, promise);
        }
    }

    /** Artemis has let the client in, or not: with the CONNACK the held packets follow. */
    private MqttMessage connected(MqttConnAckMessage connack) {
        if (connack.variableHeader().connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            return connack;
        }
        if (connack.variableHeader().isSessionPresent()) {
            subscriptions.resume(guard.artemis.subscriptions(login.client().name()));
        }
        guard.connected.put(login.client().name(), this);
        context.pipeline().addBefore(context.name(), null, new KeepAliveTimeout(login.silenceMillis(), () -> {
            // A client that is not read cannot be heard.
            if (!waiting) {
                end(Reason.KEEP_ALIVE_TIMEOUT);
            }
        }));
        context.executor().execute(() -> {
            quota = new PublishQuota(guard, login.client());
            goOn();
        });
        return login.connack(connack);
    }

    /** Ends the connection; to Artemis it is one that broke off, so that the will is published. */
    private void end(Reason reason) {
        if (!ended) {
            ignoreTheRest();
            Answers.disconnect(context, login != null && login.client().mqtt5(), reason);
        }
    }

    private void ignoreTheRest() {
        ended = true;
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    /** The client sends no more; what has come before is still handled, at its rate. */
    @Override
    public void userEventTriggered(ChannelHandlerContext ignored, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            leaving = true;
            if (!held.isEmpty()) {
                guard.hearOut(this, context);
            }
            handleHeld();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ignored) {
        ignoreTheRest();
        guard.leaving.remove(this);
        if (login != null) {
            login.end();
            guard.connected.remove(login.client().name(), this);
        }
        context.fireChannelInactive();
    }
}

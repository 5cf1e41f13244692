package campus.broker.guard;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.mqtt.MqttConnAckMessage;
import io.netty.handler.codec.mqtt.MqttConnectMessage;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.netty.handler.codec.mqtt.MqttMessage;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttPublishMessage;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttUnsubscribeMessage;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;

/**
 * The guard of one connection, between the codec and Artemis: passes packets on under the names of Artemis, or refuses
 * them. All of it runs on the event loop of the connection.
 */
final class GuardHandler extends ChannelDuplexHandler {

    private final Guard guard;
    private final Acknowledgements acknowledgements = new Acknowledgements();
    private final Subscriptions subscriptions;
    private final Deliveries deliveries;
    /** Packets that came while the guard waited. */
    private final Queue<MqttMessage> held = new ArrayDeque<>();
    private Login login;
    private boolean waiting;
    private boolean ended;

    GuardHandler(Guard guard) {
        this.guard = guard;
        this.subscriptions = guard.subscriptions();
        this.deliveries = new Deliveries(subscriptions);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ended || !(message instanceof MqttMessage packet)) {
            ReferenceCountUtil.release(message);
        } else if (packet.decoderResult().isFailure()) {
            boolean tooLarge = packet.decoderResult().cause() instanceof TooLongFrameException;
            end(context, tooLarge ? Reason.PACKET_TOO_LARGE : Reason.MALFORMED);
        } else {
            held.add(packet);
            handleHeld(context);
        }
    }

    private void handleHeld(ChannelHandlerContext context) {
        while (!held.isEmpty() && !waiting && !ended) {
            handle(context, held.remove());
        }
        context.channel().config().setAutoRead(!waiting);
    }

    private void handle(ChannelHandlerContext context, MqttMessage packet) {
        MqttMessageType type = packet.fixedHeader().messageType();
        if (login == null ? type != MqttMessageType.CONNECT : type == MqttMessageType.CONNECT) {
            ReferenceCountUtil.release(packet);
            end(context, Reason.PROTOCOL_ERROR);
            return;
        }
        switch (type) {
            case CONNECT -> connect(context, (MqttConnectMessage) packet);
            case PUBLISH -> publish(context, (MqttPublishMessage) packet);
            case SUBSCRIBE -> subscribe(context, (MqttSubscribeMessage) packet);
            case UNSUBSCRIBE -> context.fireChannelRead(
                    subscriptions.remove(login.client(), (MqttUnsubscribeMessage) packet));
            case DISCONNECT -> context.fireChannelRead(login.disconnect(packet));
            case AUTH -> end(context, Reason.PROTOCOL_ERROR);
            default -> context.fireChannelRead(packet);
        }
    }

    private void connect(ChannelHandlerContext context, MqttConnectMessage connect) {
        login = new Login(guard, connect);
        waiting = true;
        login.check(reason -> context.executor().execute(() -> decided(context, reason)));
    }

    private void decided(ChannelHandlerContext context, Optional<Reason> refusal) {
        if (ended) {
            return;
        }
        refusal.ifPresentOrElse(reason -> {
            ended = true;
            releaseHeld();
            Answers.refuseConnect(context, login.client().mqtt5(), reason);
        }, () -> context.fireChannelRead(login.forArtemis()));
    }

    private void publish(ChannelHandlerContext context, MqttPublishMessage publish) {
        Client client = login.client();
        MqttQoS qos = publish.fixedHeader().qosLevel();
        if (PacketProperties.has(publish.variableHeader().properties(), MqttPropertyType.TOPIC_ALIAS)) {
            // The CONNACK allows none (MQTT 5 section 3.2.2.3.8).
            publish.release();
            end(context, Reason.TOPIC_ALIAS);
            return;
        }
        Optional<Reason> refusal = guard.publishing().refusal(client, publish);
        if (refusal.isEmpty()) {
            if (qos != MqttQoS.AT_MOST_ONCE) {
                acknowledgements.expect(publish.variableHeader().packetId());
            }
            context.fireChannelRead(PublishRules.forArtemis(publish));
            return;
        }
        if (refusal.get() == Reason.TOPIC_NAME && !client.mqtt5()) {
            end(context, Reason.TOPIC_NAME);
        } else if (qos != MqttQoS.AT_MOST_ONCE) {
            acknowledgements.answer(publish.variableHeader().packetId(),
                    Answers.refusal(publish, client.mqtt5(), refusal.get()), context::writeAndFlush);
        }
        publish.release();
    }

    private void subscribe(ChannelHandlerContext context, MqttSubscribeMessage subscribe) {
        int id = subscribe.variableHeader().messageId();
        List<Integer> codes = subscriptions.decide(login.client(), subscribe);
        if (codes.contains(Acknowledgements.OF_ARTEMIS)) {
            acknowledgements.expectSuback(id, codes);
            context.fireChannelRead(Subscriptions.forArtemis(login.client(), subscribe, codes));
        } else {
            context.writeAndFlush(Answers.suback(id, codes));
        }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (message instanceof MqttConnAckMessage connack) {
            context.write(connected(context, connack), promise);
        } else if (message instanceof MqttPublishMessage publish) {
            context.write(deliveries.forClient(publish), promise);
        } else if (message instanceof MqttMessage packet) {
            context.write(acknowledgements.merged(packet), promise);
            acknowledgements.written(packet, context::write);
        } else {
            context.write(message, promise);
        }
    }

    /** Artemis has let the client in, or not: with the CONNACK the held packets follow. */
    private MqttMessage connected(ChannelHandlerContext context, MqttConnAckMessage connack) {
        if (connack.variableHeader().connectReturnCode() != MqttConnectReturnCode.CONNECTION_ACCEPTED) {
            return connack;
        }
        if (connack.variableHeader().isSessionPresent()) {
            subscriptions.resume(guard.subscriptionsOf(login.client().name()));
        }
        context.executor().execute(() -> {
            waiting = false;
            handleHeld(context);
        });
        return login.connack(connack);
    }

    /** Ends the connection; to Artemis it is one that broke off, so that the will is published. */
    private void end(ChannelHandlerContext context, Reason reason) {
        ended = true;
        releaseHeld();
        Answers.disconnect(context, login != null && login.client().mqtt5(), reason);
    }

    private void releaseHeld() {
        held.forEach(ReferenceCountUtil::release);
        held.clear();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended = true;
        releaseHeld();
        context.fireChannelInactive();
    }
}

package campus.broker;

import io.netty.channel.epoll.Epoll;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** How Artemis is set up to be an MQTT broker in memory, and nothing else. */
final class ArtemisSettings {

    /**
     * Messages that wait for one subscriber that is slow or away; from there on a new one replaces the oldest. About
     * 100 MB with readings of 120 bytes, in a heap of 1 GB or more; fewer messages in a smaller one.
     */
    private static final long MAX_QUEUE_LENGTH = 100_000;
    private static final long HEAP_BYTES_PER_QUEUED_MESSAGE = 10 * 1024;

    /** The longest that MQTT can express (2 bytes, seconds): whatever keep-alive a client wants is left to it. */
    private static final int SERVER_KEEP_ALIVE = 65_535;

    /** An MQTT 3.1.1 session has no expiry of its own, and in memory it must have one. */
    private static final int SESSION_EXPIRY_3_1_1 = 24 * 60 * 60;

    /** Topics that come and go must not pile up; long enough not to disturb those that stay. */
    private static final long UNUSED_ADDRESS_MILLIS = 10 * 60 * 1000;

    /** The largest MQTT packet (MQTT 5 section 1.5.5), header and all. */
    private static final int MAX_FRAME = 268_435_455 + 5;

    private ArtemisSettings() {
    }

    static Configuration broker() {
        Configuration configuration = new ConfigurationImpl()
                .setName("campus")
                .setPersistenceEnabled(false)
                // Unused, but the default would look for a native library first.
                .setJournalType(JournalType.NIO)
                .setMqttSubscriptionPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .setWildCardConfiguration(
                        new WildcardConfiguration().setDelimiter('/').setSingleWord('+').setAnyWords('#'))
                // Topics of these names belong to the users; names with $ are out of their reach.
                .setManagementAddress(SimpleString.of("$campus.management"))
                .setManagementNotificationAddress(SimpleString.of("$campus.notifications"))
                // A well-known default otherwise, which may do everything.
                .setClusterUser("$campus." + UUID.randomUUID())
                .setClusterPassword(UUID.randomUUID().toString())
                // Artemis would cut publishers off while the disk is nearly full, but nothing goes to the disk.
                .setMaxDiskUsage(-1)
                .setGlobalMaxSize(Runtime.getRuntime().maxMemory() / 2)
                .setGracefulShutdownEnabled(false)
                .setMessageCounterEnabled(false)
                .setCriticalAnalyzer(false)
                .addAddressSetting("#", topics());
        // Both caches leave the client identifier out of their keys; the decision itself takes about a microsecond.
        configuration.setAuthenticationCacheSize(0);
        configuration.setAuthorizationCacheSize(0);
        return configuration;
    }

    private static AddressSettings topics() {
        return new AddressSettings()
                .setDefaultRingSize(Math.min(MAX_QUEUE_LENGTH,
                        Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_QUEUED_MESSAGE))
                // The default would be to page to disk. DROP loses what is new, FAIL would cut the publishers off.
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                .setAutoCreateQueues(true).setAutoCreateAddresses(true)
                .setAutoDeleteQueues(true).setAutoDeleteAddresses(true)
                .setAutoDeleteAddressesSkipUsageCheck(true).setAutoDeleteAddressesDelay(UNUSED_ADDRESS_MILLIS)
                // A client that reconnects often must still get its message.
                .setMaxDeliveryAttempts(-1)
                // Empty, not absent: MQTT knows no such addresses, and Artemis would warn of it at every subscription.
                .setDeadLetterAddress(SimpleString.of("")).setExpiryAddress(SimpleString.of(""));
    }

    /** @param tls who to be on a secure listener */
    static TransportConfiguration listener(Listener listener, String host, int port, Optional<SSLContext> tls) {
        Map<String, Object> transport = new HashMap<>(Map.of(
                TransportConstants.HOST_PROP_NAME, host,
                TransportConstants.PORT_PROP_NAME, port,
                TransportConstants.PROTOCOLS_PROP_NAME, "MQTT",
                // Each message is a frame of its own; the default would cut the connection at 64 KB.
                TransportConstants.WEB_SOCKET_MAX_FRAME_PAYLOAD_LENGTH, MAX_FRAME,
                // Artemis prints a warning where the native library of an operating system is for another processor.
                TransportConstants.USE_EPOLL_PROP_NAME, Epoll.isAvailable(),
                TransportConstants.USE_KQUEUE_PROP_NAME, false,
                TransportConstants.QUIET_PERIOD, 0,
                TransportConstants.SHUTDOWN_TIMEOUT, 1000));
        if (listener.secure()) {
            transport.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
            transport.put(TransportConstants.SSL_CONTEXT_PROP_NAME, tls.orElseThrow());
            transport.put(TransportConstants.NEED_CLIENT_AUTH_PROP_NAME, listener == Listener.CLIENT_TLS);
        }
        Map<String, Object> mqtt = Map.of(
                // Paho Java 1.2.5 mixes up the aliases of two connections.
                "topicAliasMaximum", "0",
                // Left out of the CONNACK: Paho Java 1.2.5 takes 65535 for none at all.
                "receiveMaximum", "-1",
                "serverKeepAlive", String.valueOf(SERVER_KEEP_ALIVE),
                "defaultMqttSessionExpiryInterval", String.valueOf(SESSION_EXPIRY_3_1_1),
                "closeMqttConnectionOnPublishAuthorizationFailure", "false");
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), transport, listener.name(), mqtt);
    }
}

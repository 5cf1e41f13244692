package campus.broker;

import campus.broker.limits.Limits;
import io.netty.channel.epoll.Epoll;
import java.util.Map;
import java.util.UUID;
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

    /** The longest Keep Alive that MQTT can express (2 bytes, seconds), so that each client may choose its own. */
    private static final int SERVER_KEEP_ALIVE = 65_535;

    /** Seconds. An MQTT 3.1.1 client cannot set a session expiry, but a session in memory must end some time. */
    private static final int SESSION_EXPIRY_3_1_1 = 24 * 60 * 60;

    /** An address without a queue is deleted after this time, so that topics of one message do not fill the heap. */
    private static final long UNUSED_ADDRESS_MILLIS = 60 * 1000;
    /** It is found at one scan and deleted at the next. */
    private static final long ADDRESS_SCAN_MILLIS = 10 * 1000;

    /** Some clients send several packets in one frame of WebSocket. */
    private static final int PACKETS_PER_FRAME = 2;

    private ArtemisSettings() {
    }

    static Configuration broker() {
        Configuration configuration = new ConfigurationImpl()
                .setName("campus")
                .setPersistenceEnabled(false)
                // Not used, but for the default Artemis would look for a native library.
                .setJournalType(JournalType.NIO)
                .setMqttSubscriptionPersistenceEnabled(false)
                .setJMXManagementEnabled(false)
                .setSecurityEnabled(true)
                .setWildCardConfiguration(
                        new WildcardConfiguration().setDelimiter('/').setSingleWord('+').setAnyWords('#'))
                // The default names may be topics of users; a client cannot publish to names that begin with $.
                .setManagementAddress(SimpleString.of("$campus.management"))
                .setManagementNotificationAddress(SimpleString.of("$campus.notifications"))
                // The default user has a well-known password and every permission.
                .setClusterUser("$campus." + UUID.randomUUID())
                .setClusterPassword(UUID.randomUUID().toString())
                // Nothing is written to the disk. If it is nearly full, Artemis would disconnect publishers.
                .setMaxDiskUsage(-1)
                // The guard has budgets instead. Past this one, Artemis would drop the messages of everybody.
                .setGlobalMaxSize(-1)
                // Milliseconds; with the default of 5 s a session would outlive its expiry by that.
                .setMqttSessionScanInterval(500)
                .setAddressQueueScanPeriod(ADDRESS_SCAN_MILLIS)
                .setGracefulShutdownEnabled(false)
                .setMessageCounterEnabled(false)
                .setCriticalAnalyzer(false)
                .addAddressSetting("#", topics());
        // The keys of both caches lack the client identifier, and a decision takes about a microsecond without them.
        configuration.setAuthenticationCacheSize(0);
        configuration.setAuthorizationCacheSize(0);
        return configuration;
    }

    private static AddressSettings topics() {
        return new AddressSettings()
                .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
                // For each subscription and each retained message; the default of 8192 takes 32 kB.
                .setInitialQueueBufferSize(16)
                .setAutoCreateQueues(true).setAutoCreateAddresses(true)
                .setAutoDeleteQueues(true).setAutoDeleteAddresses(true)
                .setAutoDeleteAddressesSkipUsageCheck(true).setAutoDeleteAddressesDelay(UNUSED_ADDRESS_MILLIS)
                // A client that reconnects often must get its message in the end.
                .setMaxDeliveryAttempts(-1)
                // MQTT has no such addresses. Were they absent, Artemis would warn at every subscription.
                .setDeadLetterAddress(SimpleString.of("")).setExpiryAddress(SimpleString.of(""));
    }

    static TransportConfiguration listener(Listener listener, Limits limits) {
        Map<String, Object> transport = Map.of(
                // ConnectionAcceptor has the port, and hands the connections over.
                TransportConstants.HTTP_UPGRADE_ENABLED_PROP_NAME, true,
                TransportConstants.HANDSHAKE_TIMEOUT, 0,
                TransportConstants.PROTOCOLS_PROP_NAME, "MQTT",
                // Each message is one frame; with the default, one of more than 64 KB would end the connection.
                TransportConstants.WEB_SOCKET_MAX_FRAME_PAYLOAD_LENGTH, limits.packets().bytes() * PACKETS_PER_FRAME,
                // Artemis would print a warning if the native library is for another processor.
                TransportConstants.USE_EPOLL_PROP_NAME, Epoll.isAvailable(),
                TransportConstants.USE_KQUEUE_PROP_NAME, false,
                TransportConstants.QUIET_PERIOD, 0,
                TransportConstants.SHUTDOWN_TIMEOUT, 1000);
        Map<String, Object> mqtt = Map.of(
                // Paho Java 1.2.5 confuses the topic aliases of two connections.
                "topicAliasMaximum", "0",
                // Left out of the CONNACK: Paho Java 1.2.5 reads 65535 as zero.
                "receiveMaximum", "-1",
                // Announced in the CONNACK; the guard's decoder stops before more is gathered.
                "maximumPacketSize", String.valueOf(limits.packets().bytes()),
                "serverKeepAlive", String.valueOf(SERVER_KEEP_ALIVE),
                "defaultMqttSessionExpiryInterval", String.valueOf(SESSION_EXPIRY_3_1_1),
                "closeMqttConnectionOnPublishAuthorizationFailure", "false");
        return new TransportConfiguration(NettyAcceptorFactory.class.getName(), transport, listener.name(), mqtt);
    }
}

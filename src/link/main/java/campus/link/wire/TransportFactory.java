package campus.link.wire;

import java.net.URI;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;

/**
 * Puts {@link Transport} under Paho's client, by Paho's own service interface. It has schemes of its own, so that the
 * order of the class path does not decide which factory Paho finds.
 */
public final class TransportFactory implements NetworkModuleFactory {

    private static final String PREFIX = "link-";

    /** The address by which Paho finds this factory: {@code tcp://host:1883} becomes {@code link-tcp://host:1883}. */
    public static String address(String brokerUrl) {
        return PREFIX + brokerUrl;
    }

    @Override
    public Set<String> getSupportedUriSchemes() {
        return Set.of(PREFIX + "tcp", PREFIX + "ssl", PREFIX + "ws", PREFIX + "wss");
    }

    @Override
    public void validateURI(URI address) {
        if (address.getHost() == null) {
            throw new IllegalArgumentException("no host name in " + address);
        }
    }

    @Override
    public NetworkModule createNetworkModule(URI address, MqttConnectionOptions options, String clientId) {
        URI url = URI.create(address.toString().substring(PREFIX.length()));
        TransportOptions own = (TransportOptions) options;
        Transport transport = new Transport(url, own, own.receiver());
        own.transport(transport);
        return transport;
    }
}

package campus.link.wire;

import java.net.URI;
import java.util.Set;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.spi.NetworkModuleFactory;

/**
 * Puts {@link Transport} under Paho's client, by Paho's own service interface. The schemes are of our own, so that it never
 * depends on the class path which factory Paho finds first.
 */
public final class TransportFactory implements NetworkModuleFactory {

    private static final String PREFIX = "link-";

    /** The address under which Paho asks this factory: {@code tcp://host:1883} is {@code link-tcp://host:1883}. */
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
        TransportOptions link = (TransportOptions) options;
        Transport wire = new Transport(url, link, link.receiver());
        link.wire(wire);
        return wire;
    }
}

package campus.link.camel;

import campus.link.tls.ContextSocketFactory;
import campus.link.tls.TlsFiles;
import java.util.Optional;
import java.util.function.Function;
import javax.net.SocketFactory;
import org.apache.camel.component.paho.mqtt5.PahoMqtt5Configuration;
import org.eclipse.paho.mqttv5.client.security.SSLSocketFactoryFactory;
import org.eclipse.paho.mqttv5.common.MqttException;

/** The TLS of endpoints without a {@code socketFactory}: by their {@code sslClientProps}, else {@code campus.tls.*}. */
final class LinkTls {

    private Optional<SocketFactory> ofFiles;

    /**
     * Adds the socket factory.
     *
     * @param property looks up a property of the application
     */
    void complete(PahoMqtt5Configuration configuration, Function<String, Optional<String>> property) {
        if (configuration.getSocketFactory() == null) {
            Optional<SocketFactory> found = configuration.getSslClientProps() == null ? ofFiles(property)
                    : Optional.of(ofClientProps(configuration));
            found.ifPresent(configuration::setSocketFactory);
        }
    }

    private synchronized Optional<SocketFactory> ofFiles(Function<String, Optional<String>> property) {
        if (ofFiles == null) {
            ofFiles = TlsFiles.OF_PROPERTIES.context(property).map(ContextSocketFactory::new);
        }
        return ofFiles;
    }

    private static SocketFactory ofClientProps(PahoMqtt5Configuration configuration) {
        try {
            SSLSocketFactoryFactory factory = new SSLSocketFactoryFactory();
            factory.initialize(configuration.getSslClientProps(), null);
            return factory.createSocketFactory(null);
        } catch (MqttException | RuntimeException e) {
            throw new IllegalArgumentException("sslClientProps cannot be used: " + e.getMessage(), e);
        }
    }
}

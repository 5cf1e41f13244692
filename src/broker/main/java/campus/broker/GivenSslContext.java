package campus.broker;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Lets a listener of Artemis have the TLS context that stands in its settings, by Artemis' own service interface: PEM
 * files need not become key stores, and no password stands in a setting. Without one it is as Artemis has it.
 */
public final class GivenSslContext extends DefaultSSLContextFactory {

    private static final int BEFORE_THOSE_OF_ARTEMIS = 100;

    @Override
    public SSLContext getSSLContext(SSLContextConfig config, Map<String, Object> settings) throws Exception {
        return settings.get(TransportConstants.SSL_CONTEXT_PROP_NAME) instanceof SSLContext given
                ? given
                : super.getSSLContext(config, settings);
    }

    @Override
    public int getPriority() {
        return BEFORE_THOSE_OF_ARTEMIS;
    }
}

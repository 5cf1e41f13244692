package campus.broker;

import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.remoting.impl.ssl.DefaultSSLContextFactory;
import org.apache.activemq.artemis.spi.core.remoting.ssl.SSLContextConfig;

/**
 * Gives a listener of Artemis the TLS context that is in its settings, through a service interface of Artemis. So PEM
 * files need not become key stores, and no setting holds a password. A listener without a context gets one of Artemis.
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

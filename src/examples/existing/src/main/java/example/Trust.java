package example;

import javax.net.SocketFactory;
import org.apache.camel.BindToRegistry;
import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.PropertyInject;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/** The sockets of TLS, which trust what is in a key store. */
public final class Trust implements CamelConfiguration {

    @BindToRegistry("tls")
    public SocketFactory tls(CamelContext camel, @PropertyInject("trust.file") String file,
            @PropertyInject("trust.password") String password) throws Exception {
        KeyStoreParameters store = new KeyStoreParameters();
        store.setResource("file:" + file);
        store.setPassword(password);
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(store);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trust);
        return tls.createSSLContext(camel).getSocketFactory();
    }
}

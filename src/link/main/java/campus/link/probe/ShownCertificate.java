package campus.link.probe;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Looks at a server's certificate, and trusts it in no case: the handshake ends there. */
final class ShownCertificate implements X509TrustManager {

    private X509Certificate shown;

    private ShownCertificate() {
    }

    /** The certificate of the server itself; empty where it shows none. */
    static Optional<X509Certificate> of(String host, int port, Duration patience)
            throws IOException, GeneralSecurityException {
        ShownCertificate look = new ShownCertificate();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {look}, null);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), (int) patience.toMillis());
            plain.setSoTimeout((int) patience.toMillis());
            try (SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                secured.startHandshake();
            }
        } catch (SSLException e) {
            // as intended, or the server speaks no TLS
        }
        return Optional.ofNullable(look.shown);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        shown = chain[0];
        throw new CertificateException("seen");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("not a server");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}

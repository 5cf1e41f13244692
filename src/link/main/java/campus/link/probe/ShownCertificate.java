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

/** Gets the certificate of a server. It trusts none, so the handshake ends there. */
final class ShownCertificate implements X509TrustManager {

    private X509Certificate certificate;

    private ShownCertificate() {
    }

    /** The certificate of the server itself, not of its CA; empty if it shows none. */
    static Optional<X509Certificate> of(String host, int port, Duration timeout)
            throws IOException, GeneralSecurityException {
        ShownCertificate shown = new ShownCertificate();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {shown}, null);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), (int) timeout.toMillis());
            plain.setSoTimeout((int) timeout.toMillis());
            try (SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                secured.startHandshake();
            }
        } catch (SSLException e) {
            // As intended, or the server does not speak TLS.
        }
        return Optional.ofNullable(shown.certificate);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        certificate = chain[0];
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

package campus.cli.doctor;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.X509TrustManager;

/** Keeps the certificate of a server. It trusts none, so the handshake ends there. */
final class ServerCertificate implements X509TrustManager {

    private volatile X509Certificate certificate;

    /** The certificate of the server itself, not of its CA; empty if it has shown none. */
    Optional<X509Certificate> certificate() {
        return Optional.ofNullable(certificate);
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

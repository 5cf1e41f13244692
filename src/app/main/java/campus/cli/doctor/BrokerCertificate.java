package campus.cli.doctor;

import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;

/** The certificate of a broker, in words. As a trust manager it trusts none, so the handshake ends when it is seen. */
final class BrokerCertificate implements X509TrustManager {

    private volatile X509Certificate seen;

    /** The TLS version of a connection and the certificate of its broker. */
    static String describe(SSLSession session) {
        try {
            return session.getProtocol() + ", " + describe((X509Certificate) session.getPeerCertificates()[0]);
        } catch (SSLPeerUnverifiedException e) {
            return session.getProtocol();
        }
    }

    /** The certificate that the broker showed, that of itself and not of its CA, if it showed one. */
    String shown() {
        return seen == null ? "the broker shows no certificate: is that a port for TLS?"
                : "the broker shows the " + describe(seen);
    }

    /** Subject, host names, issuer and end of validity. */
    private static String describe(X509Certificate shown) {
        return "certificate of " + shown.getSubjectX500Principal().getName() + " for " + names(shown) + ", by "
                + shown.getIssuerX500Principal().getName() + ", until " + shown.getNotAfter().toInstant();
    }

    private static String names(X509Certificate shown) {
        try {
            Collection<List<?>> names = shown.getSubjectAlternativeNames();
            return names == null ? "no host name"
                    : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.joining(", "));
        } catch (CertificateParsingException e) {
            return "names that cannot be read";
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        seen = chain[0];
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

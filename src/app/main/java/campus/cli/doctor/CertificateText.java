package campus.cli.doctor;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** Describes the certificate of a broker. */
final class CertificateText {

    private CertificateText() {
    }

    /** The TLS version of a connection and the certificate of its broker. */
    static String describe(SSLSession session) {
        try {
            X509Certificate shown = (X509Certificate) session.getPeerCertificates()[0];
            return session.getProtocol() + ", " + describe(shown);
        } catch (SSLPeerUnverifiedException e) {
            return session.getProtocol();
        }
    }

    /** Subject, host names, issuer and end of validity. */
    static String describe(X509Certificate shown) {
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

    /** The certificate that the broker showed, if it showed one. */
    static String ofBroker(Optional<X509Certificate> shown) {
        return shown.map(certificate -> "the broker shows the " + describe(certificate))
                .orElse("the broker shows no certificate: is that a port for TLS?");
    }
}

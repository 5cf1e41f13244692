package campus.broker.certificates;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.apache.commons.validator.routines.InetAddressValidator;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate authority of a class, and the certificates that it signs (RFC 5280). Keys are on the curve P-256. The
 * authority is valid for ten years; a signed certificate is valid for 825 days, the most that Apple's systems accept
 * from an authority that a user added.
 *
 * @param certificate its own
 * @param key         signs; its owner can act as any broker and any client of the class
 */
record CertificateAuthority(X509Certificate certificate, PrivateKey key) {

    /** A certificate and its private key. */
    record Signed(X509Certificate certificate, PrivateKey key) {
    }

    private static final X500Principal NAME = new X500Principal("CN=Campus class CA, O=Campus");
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final Duration LIFE_OF_SIGNED = Duration.ofDays(825);
    /** Certificates begin so long ago, as the clocks of a class differ. */
    private static final Duration CLOCKS = Duration.ofHours(1);
    private static final int SERIAL_BITS = 120;

    /** The certificate of a new authority, signed by itself and valid from now on. */
    static Signed create(Instant now) throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair keys = keys();
        JcaX509v3CertificateBuilder builder = builder(NAME, NAME, keys, now, LIFE);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        return new Signed(sign(builder, keys.getPrivate()), keys.getPrivate());
    }

    /**
     * A certificate for a broker.
     *
     * @param hosts names and addresses by which clients connect to it
     */
    Signed server(Collection<String> hosts, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        GeneralName[] names = hosts.stream().map(CertificateAuthority::name).toArray(GeneralName[]::new);
        return signed("CN=campus broker", KeyPurposeId.id_kp_serverAuth, new GeneralNames(names), now);
    }

    /** A certificate for clients. */
    Signed client(Instant now) throws GeneralSecurityException, OperatorCreationException, IOException {
        return signed("CN=campus client", KeyPurposeId.id_kp_clientAuth, null, now);
    }

    private Signed signed(String name, KeyPurposeId purpose, GeneralNames names, Instant now)
            throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPair keys = keys();
        JcaX509v3CertificateBuilder builder = builder(certificate.getSubjectX500Principal(), new X500Principal(name),
                keys, now, LIFE_OF_SIGNED);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
        builder.addExtension(Extension.authorityKeyIdentifier, false,
                new JcaX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
        if (names != null) {
            builder.addExtension(Extension.subjectAlternativeName, false, names);
        }
        return new Signed(sign(builder, key), keys.getPrivate());
    }

    private static JcaX509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, KeyPair keys,
            Instant now, Duration life) throws GeneralSecurityException, IOException {
        Instant begin = now.minus(CLOCKS);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(issuer,
                new BigInteger(SERIAL_BITS, new SecureRandom()).add(BigInteger.ONE),
                Date.from(begin), Date.from(begin.plus(life)), subject, keys.getPublic());
        builder.addExtension(Extension.subjectKeyIdentifier, false,
                new JcaX509ExtensionUtils().createSubjectKeyIdentifier(keys.getPublic()));
        return builder;
    }

    private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException, OperatorCreationException {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    }

    private static GeneralName name(String host) {
        boolean address = InetAddressValidator.getInstance().isValid(host);
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, host);
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}

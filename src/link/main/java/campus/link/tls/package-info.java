/** The option {@code socketFactory} for TLS by Netty. */
package campus.link.tls;

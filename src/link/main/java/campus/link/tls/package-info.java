/**
 * Trust and identity for TLS from PEM files, named by properties, for the link and for the embedded broker. It knows
 * neither MQTT nor Camel. Bouncy Castle is optional: without it, private keys must be PKCS#8 and not encrypted.
 */
package campus.link.tls;

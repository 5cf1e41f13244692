/**
 * The code exchange of lab sheet 2, section 3: a DNI is exchanged for a one-time code, the code for a certificate.
 * Knows neither Camel nor MQTT.
 *
 * <p>{@link campus.exchange.Teacher} decides on what arrives, {@link campus.exchange.Ledger} remembers,
 * {@link campus.exchange.Student} plays the other side. What is not accepted is thrown as
 * {@link campus.exchange.RefusedException} with one of the reasons in {@link campus.exchange.Refusal}.
 */
package campus.exchange;

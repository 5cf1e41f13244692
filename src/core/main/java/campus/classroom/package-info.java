/**
 * The code exchange of lab sheet 2, section 3: a DNI is exchanged for a one-time code, the code for a certificate.
 * Knows neither Camel nor MQTT.
 *
 * <p>{@link campus.classroom.teacher.Teacher} decides on what arrives, {@link campus.classroom.ledger.Ledger} remembers,
 * {@link campus.classroom.student.Student} plays the other side. What is not accepted is thrown as
 * {@link campus.classroom.RefusedException} with one of the reasons in {@link campus.classroom.Refusal}.
 */
package campus.classroom;

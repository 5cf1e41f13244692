/**
 * The student: one exchange, from the request to the verdict. Knows neither the teacher's classes nor the ledger.
 */
package campus.classroom.student;

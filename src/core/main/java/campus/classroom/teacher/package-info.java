/**
 * The teacher: decides on requests and solutions, and has the ledger open. The files around it are opened for each
 * write.
 */
package campus.classroom.teacher;

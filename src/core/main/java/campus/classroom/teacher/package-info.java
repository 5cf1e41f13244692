/**
 * The teacher: decides on requests and solutions, and has the ledger and the files around it open.
 */
package campus.classroom.teacher;

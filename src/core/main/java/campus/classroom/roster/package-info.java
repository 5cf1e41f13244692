/**
 * The roster of enrolled students, and the progress of the class by roster and ledger. Changes neither of them.
 */
package campus.classroom.roster;

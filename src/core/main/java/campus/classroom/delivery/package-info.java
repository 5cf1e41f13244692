/**
 * The delivery of accepted solutions from the ledger: lines of the results file, and mails of confirmation, both
 * retried until they succeed. Knows the ledger, but not how mails are sent.
 */
package campus.classroom.delivery;
